import { type ObjectRef, type OriginKey, objectRefKey } from '../../model/objectRef.ts';
import type { UnitKey } from '../../zone/unit.ts';

/**
 * Units whose objects exist and have nothing to publish for a while: what stands in the zone stays, until
 * there is something again or the time of the hold is over. What the zone holds is the memory, so a restart
 * begins the time anew and loses nothing.
 */
export type Holds = {
  readonly units: () => ReadonlyMap<UnitKey, Hold>;
  /** Those of one object: what it asks for may have changed since. */
  readonly ofObject: (key: OriginKey) => Iterable<UnitKey>;
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

export type HoldReason = {
  readonly origin: ObjectRef;
  readonly waitsFor: string;
  /** Whatever the time of a hold is: nothing is known of the object. */
  readonly endless: boolean;
};

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
  const byObject = new Map<OriginKey, Set<UnitKey>>();
  const forget = (unit: UnitKey): Hold | undefined => {
    const hold = units.get(unit);
    if (hold === undefined) return undefined;
    units.delete(unit);
    const key = objectRefKey(hold.origin);
    const others = byObject.get(key);
    others?.delete(unit);
    if (others?.size === 0) byObject.delete(key);
    return hold;
  };
  const remember = (unit: UnitKey, hold: Hold): void => {
    forget(unit);
    units.set(unit, hold);
    const key = objectRefKey(hold.origin);
    byObject.set(key, (byObject.get(key) ?? new Set()).add(unit));
  };
  return {
    units: () => units,
    ofObject: (key) => byObject.get(key) ?? [],
    keeps: (unit, why) => {
      const before = units.get(unit);
      if (why.endless) {
        const sinceMs = before?.sinceMs ?? timeMs();
        remember(unit, { ...why, untilMs: Number.POSITIVE_INFINITY, sinceMs, isOver: false });
        return true;
      }
      if (holdMs === 0) return false;
      const isNew = before === undefined || before.endless;
      const held = isNew ? { untilMs: nowMs() + holdMs, sinceMs: timeMs(), isOver: false } : before;
      const isOver = held.isOver || held.untilMs <= nowMs();
      remember(unit, { ...held, ...why, isOver });
      return !isOver;
    },
    end: (unit) => forget(unit)?.isOver === false,
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
