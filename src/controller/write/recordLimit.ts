import type { UnitKey } from '../../zone/unit.ts';

/**
 * The longest RRset that the server takes, once it has refused a longer one (`max-records-per-type`), and
 * what is cut to it.
 */
export type RecordLimit = {
  readonly limit: () => number | undefined;
  readonly setLimit: (limit: number | undefined) => void;
  /** Units that hold fewer records than desired because of the limit. */
  readonly units: () => ReadonlySet<UnitKey>;
  /** Returns whether it is news. */
  readonly cut: (unit: UnitKey) => boolean;
  readonly uncut: (unit: UnitKey) => void;
  /** When the limit is tried again. */
  readonly probeAtMs: () => number | undefined;
  readonly probeNow: () => void;
  readonly probeAgain: () => void;
  /** As {@link RecordLimit.probeAgain}, after a probe that was refused: twice as long. */
  readonly probeLater: () => void;
  /** There is no limit any more. Returns the units that were cut. */
  readonly end: () => readonly UnitKey[];
};

const firstProbeMs = 60_000;
const longestProbeMs = 15 * 60_000;

export const createRecordLimit = (nowMs: () => number): RecordLimit => {
  const units = new Set<UnitKey>();
  let limit: number | undefined;
  let probeAtMs: number | undefined;
  let waitMs = firstProbeMs;
  const probeAgain = (): void => {
    probeAtMs = nowMs() + waitMs;
  };
  return {
    limit: () => limit,
    setLimit: (learned) => {
      limit = learned;
    },
    units: () => units,
    cut: (unit) => {
      if (units.has(unit)) return false;
      units.add(unit);
      if (probeAtMs === undefined) {
        waitMs = firstProbeMs;
        probeAgain();
      }
      return true;
    },
    uncut: (unit) => void units.delete(unit),
    probeAtMs: () => probeAtMs,
    probeNow: () => {
      probeAtMs = nowMs();
    },
    probeAgain,
    probeLater: () => {
      waitMs = Math.min(longestProbeMs, 2 * waitMs);
      probeAgain();
    },
    end: () => {
      const cut = [...units];
      units.clear();
      limit = undefined;
      probeAtMs = undefined;
      return cut;
    },
  };
};
