import type { UnitKey } from '../../zone/unit.ts';

/**
 * What the server takes of a unit: for the key of an RRset the number of its records, 0 for none. What is not
 * in it is whole.
 */
export type Allowance = ReadonlyMap<string, number>;

/** Of an allowance the RRsets that are left out whole. */
export const refusedOf = (allowance: Allowance = new Map()): Allowance =>
  new Map([...allowance].filter(([, records]) => records === 0));

/** Of an allowance the RRsets that are cut to a part. */
export const cutOf = (allowance: Allowance = new Map()): Allowance =>
  new Map([...allowance].filter(([, records]) => records > 0));

/**
 * Units of which the server takes a part only: of an RRset that is longer than `max-records-per-type` a
 * subset, and nothing of an RRset whose type or name it refuses. What it takes is known for each RRset by
 * itself.
 */
export type ServerLimits = {
  readonly units: () => ReadonlyMap<UnitKey, Allowance>;
  readonly of: (unit: UnitKey) => Allowance | undefined;
  readonly set: (unit: UnitKey, allowance: Allowance | undefined) => void;
  /** As {@link ServerLimits.set}; the unit is then the last of all. */
  readonly setLast: (unit: UnitKey, allowance: Allowance) => void;
  /** The number of records that was proved last: the first guess for another RRset. */
  readonly usualRecords: () => number | undefined;
  readonly noteRecords: (records: number) => void;
  /** Returns whether what the unit is cut to is news. */
  readonly noteReported: (unit: UnitKey) => boolean;
  /** When it is tried whether the server takes more. */
  readonly probeAtMs: () => number | undefined;
  readonly probeNow: () => void;
  readonly probeAgain: () => void;
  /** As {@link ServerLimits.probeAgain}, after a probe that was refused: twice as long. */
  readonly probeLater: () => void;
};

const firstProbeMs = 60_000;
const longestProbeMs = 15 * 60_000;

export const createServerLimits = (nowMs: () => number): ServerLimits => {
  const units = new Map<UnitKey, Allowance>();
  const reported = new Map<UnitKey, Allowance>();
  let usualRecords: number | undefined;
  let probeAtMs: number | undefined;
  let waitMs = firstProbeMs;
  const probeAgain = (): void => {
    probeAtMs = nowMs() + waitMs;
  };
  const set = (unit: UnitKey, allowance: Allowance | undefined): void => {
    if (allowance !== undefined && allowance.size > 0) {
      units.set(unit, allowance);
      if (probeAtMs === undefined) probeAgain();
      return;
    }
    units.delete(unit);
    reported.delete(unit);
    if (units.size > 0) return;
    probeAtMs = undefined;
    waitMs = firstProbeMs;
    usualRecords = undefined;
  };
  return {
    units: () => units,
    of: (unit) => units.get(unit),
    set,
    setLast: (unit, allowance) => {
      units.delete(unit);
      set(unit, allowance);
    },
    usualRecords: () => usualRecords,
    noteRecords: (records) => {
      usualRecords = records;
    },
    noteReported: (unit) => {
      const allowance = units.get(unit);
      if (allowance === undefined || sameAllowance(reported.get(unit), allowance)) return false;
      reported.set(unit, allowance);
      return true;
    },
    probeAtMs: () => probeAtMs,
    probeNow: () => {
      probeAtMs = nowMs();
    },
    probeAgain,
    probeLater: () => {
      waitMs = Math.min(longestProbeMs, 2 * waitMs);
      probeAgain();
    },
  };
};

const sameAllowance = (a: Allowance | undefined, b: Allowance): boolean =>
  a?.size === b.size && [...b].every(([key, records]) => a.get(key) === records);
