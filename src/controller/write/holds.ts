import type { ObjectRef } from '../../model/objectRef.ts';
import type { UnitKey } from '../../zone/unit.ts';

/**
 * Units whose objects exist and have nothing to publish for a while: what stands in the zone stays, until
 * there is something again or the time of the hold is over. What the zone holds is the memory, so a restart
 * begins the time anew and loses nothing.
 */
export type Holds = {
  readonly units: () => ReadonlyMap<UnitKey, Hold>;
  /** Whether what the unit has stays for now. The first time this is asked its time begins. */
  readonly keeps: (unit: UnitKey, why: HoldReason) => boolean;
  /**
   * The unit has something to publish again, or nothing in the zone. Returns whether it was held until now.
   */
  readonly end: (unit: UnitKey) => boolean;
  /** Units whose time is over since the last call. */
  readonly takeOver: () => readonly UnitKey[];
  /** When the next one is over. */
  readonly nextEndMs: () => number | undefined;
};

export type HoldReason = { readonly origin: ObjectRef; readonly waitsFor: string };

export type Hold = HoldReason & {
  /** By the monotonic clock; infinite where a hold has no end. */
  readonly untilMs: number;
  /** When it began, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** Its time has come: what it kept goes. */
  readonly isOver: boolean;
};

type HoldsOptions = {
  /** How long; 0: not at all, infinite: for ever. */
  readonly holdMs: number;
  readonly nowMs: () => number;
  readonly timeMs: () => number;
};

export const createHolds = ({ holdMs, nowMs, timeMs }: HoldsOptions): Holds => {
  const units = new Map<UnitKey, Hold>();
  return {
    units: () => units,
    keeps: (unit, why) => {
      if (holdMs === 0) return false;
      const held = units.get(unit) ?? { untilMs: nowMs() + holdMs, sinceMs: timeMs(), isOver: false };
      const isOver = held.isOver || held.untilMs <= nowMs();
      units.set(unit, { ...held, ...why, isOver });
      return !isOver;
    },
    end: (unit) => {
      const isOver = units.get(unit)?.isOver ?? true;
      units.delete(unit);
      return !isOver;
    },
    takeOver: () => {
      const over = [...units].filter(([, { isOver, untilMs }]) => !isOver && untilMs <= nowMs());
      for (const [unit, hold] of over) units.set(unit, { ...hold, isOver: true });
      return over.map(([unit]) => unit);
    },
    nextEndMs: () => {
      let next: number | undefined;
      for (const { isOver, untilMs } of units.values())
        if (!isOver && Number.isFinite(untilMs)) next = Math.min(next ?? untilMs, untilMs);
      return next;
    },
  };
};
