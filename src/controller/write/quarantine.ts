import { type BackoffLimits, longestBackoffMs } from '../../backoff.ts';
import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { Omitted } from './omitted.ts';

/** Why a unit stands apart: the server refused it when it stood alone, or takes it and omits records. */
export type Refusal = Exclude<UpdateOutcome, { kind: 'applied' }> | Omitted;

/**
 * Units that the name server does not take; everything else goes on without them. When its time has come a
 * unit is sent again, alone, so that it holds nothing else up.
 *
 * ```
 *   refused alone ──▶ waiting ──time, or its object changed──▶ trying ──taken──▶ released
 *                        ▲                                        │
 *                        └──────────── refused again ─────────────┘
 * ```
 */
export type Quarantine = {
  readonly units: () => ReadonlyMap<UnitKey, Quarantined>;
  readonly isWaiting: (unit: UnitKey) => boolean;
  readonly isTrying: (unit: UnitKey) => boolean;
  /** It is tried since its time has come: its object is as it was when it was refused. */
  readonly isTriedAgain: (unit: UnitKey) => boolean;
  /** The server refused the unit alone; returns its entry, with how long it waits now. */
  readonly refuse: (unit: UnitKey, outcome: Refusal) => Quarantined & { readonly retryMs: number };
  /**
   * The server acknowledged the unit and omitted records of it. Returns whether that is to be tolerated: once
   * it may be another writer's doing.
   */
  readonly tolerate: (unit: UnitKey) => boolean;
  readonly hasOmissions: (unit: UnitKey) => boolean;
  /** The server has taken the unit, or it needs nothing any more. Returns whether it was in quarantine. */
  readonly release: (unit: UnitKey) => boolean;
  /** The unit is tried at once: its object was changed, by its owner perhaps because of the refusal. */
  readonly retryNow: (unit: UnitKey) => void;
  /** Units whose time has come; they count as trying from now on. */
  readonly takeDue: () => readonly UnitKey[];
  /** When the next unit is to be tried again. */
  readonly nextRetryMs: () => number | undefined;
};

export type Quarantined = {
  /** When it is tried again, by the monotonic clock. */
  readonly untilMs: number;
  readonly trying: boolean;
  /** Its object was changed after it was refused. */
  readonly changed: boolean;
  readonly attempts: number;
  readonly outcome: Refusal;
  /** When it was refused first, in milliseconds since 1970. */
  readonly sinceMs: number;
};

const waits: BackoffLimits = { baseMs: 5_000, maxMs: 10 * 60_000 };

/** Writes without effect in a row, after which a unit is no longer written at once. */
const toleratedOmissions = 1;

type Clocks = { readonly nowMs: () => number; readonly timeMs: () => number };

export const createQuarantine = ({ nowMs, timeMs }: Clocks): Quarantine => {
  const units = new Map<UnitKey, Quarantined>();
  const omissions = new Map<UnitKey, number>();
  const retry = (unit: UnitKey, why: Partial<Quarantined> = {}): void => {
    const held = units.get(unit);
    if (held !== undefined) units.set(unit, { ...held, ...why, trying: true });
  };
  return {
    units: () => units,
    isWaiting: (unit) => units.get(unit)?.trying === false,
    isTrying: (unit) => units.get(unit)?.trying === true,
    isTriedAgain: (unit) => {
      const held = units.get(unit);
      return held?.trying === true && !held.changed;
    },
    refuse: (unit, outcome) => {
      const before = units.get(unit);
      const attempts = (before?.attempts ?? 0) + 1;
      const retryMs = longestBackoffMs(attempts, waits);
      const sinceMs = before?.sinceMs ?? timeMs();
      const held = { untilMs: nowMs() + retryMs, trying: false, changed: false, attempts, outcome, sinceMs };
      units.set(unit, held);
      return { ...held, retryMs };
    },
    tolerate: (unit) => {
      const times = (omissions.get(unit) ?? 0) + 1;
      omissions.set(unit, times);
      return times <= toleratedOmissions;
    },
    hasOmissions: (unit) => omissions.has(unit),
    release: (unit) => {
      omissions.delete(unit);
      return units.delete(unit);
    },
    retryNow: (unit) => retry(unit, { changed: true }),
    takeDue: () => {
      const due = [...units].flatMap(([unit, { untilMs, trying }]) =>
        trying || untilMs > nowMs() ? [] : [unit],
      );
      for (const unit of due) retry(unit);
      return due;
    },
    nextRetryMs: () => {
      let earliest: number | undefined;
      for (const { untilMs, trying } of units.values()) {
        if (!trying && (earliest === undefined || untilMs < earliest)) earliest = untilMs;
      }
      return earliest;
    },
  };
};
