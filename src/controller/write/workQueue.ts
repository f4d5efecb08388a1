import type { UnitKey } from '../../zone/unit.ts';

/**
 * Why a unit is looked at: what is desired may have changed, or the zone did, and what is then written heals
 * it.
 */
export type Waiting = {
  /** When its change was first seen, by the monotonic clock. */
  readonly seenMs: number;
  readonly reason: 'changed' | 'drift';
  /** When its endpoints changed, see {@link endpointsChangedMs}; of several changes the first. */
  readonly changedMs?: number | undefined;
};

/** Units that are to be planned, in the order in which they came. */
export type WorkQueue = {
  readonly size: () => number;
  /** How many units wait, or were taken and their end is not known yet. */
  readonly pending: () => number;
  readonly pendingUnits: () => Iterable<UnitKey>;
  readonly isPending: (unit: UnitKey) => boolean;
  readonly units: () => Iterable<UnitKey>;
  readonly get: (unit: UnitKey) => Waiting | undefined;
  /**
   * A unit that waits already keeps its place and the earlier moment; a change in what is desired outweighs
   * drift.
   */
  readonly add: (unit: UnitKey, waiting: Waiting) => void;
  readonly remove: (unit: UnitKey) => void;
  /** The unit leaves the queue to be sent. It is pending until it is known what became of it. */
  readonly take: (unit: UnitKey) => void;
  readonly landed: (unit: UnitKey) => void;
  readonly isUnderWay: (unit: UnitKey) => boolean;
  /** Halves of a message that was refused as a whole: each is sent apart, before everything else. */
  readonly setApart: (...groups: readonly (readonly UnitKey[])[]) => void;
  /** The next group that still has units waiting; it counts as taken. */
  readonly takeGroup: () => readonly UnitKey[] | undefined;
  readonly groups: () => readonly (readonly UnitKey[])[];
};

export const createWorkQueue = (): WorkQueue => {
  const waiting = new Map<UnitKey, Waiting>();
  const underWay = new Set<UnitKey>();
  const groups: (readonly UnitKey[])[] = [];
  return {
    size: () => waiting.size,
    // Asked for with each message: a set of all would be made anew each time.
    pending: () => [...underWay].reduce((sum, unit) => (waiting.has(unit) ? sum : sum + 1), waiting.size),
    pendingUnits: () => new Set([...underWay, ...waiting.keys()]),
    isPending: (unit) => waiting.has(unit) || underWay.has(unit),
    units: () => waiting.keys(),
    get: (unit) => waiting.get(unit),
    add: (unit, now) => {
      const before = waiting.get(unit);
      const next = before === undefined ? now : joined(before, now);
      if (next !== before) waiting.set(unit, next);
    },
    remove: (unit) => void waiting.delete(unit),
    take: (unit) => {
      waiting.delete(unit);
      underWay.add(unit);
    },
    landed: (unit) => void underWay.delete(unit),
    isUnderWay: (unit) => underWay.has(unit),
    setApart: (...halves) => void groups.unshift(...halves),
    takeGroup: () => {
      while (groups.length > 0) {
        const group = groups.shift()?.filter((unit) => waiting.has(unit)) ?? [];
        if (group.length > 0) return group;
      }
      return undefined;
    },
    groups: () => groups,
  };
};

const joined = (before: Waiting, now: Waiting): Waiting => {
  const reason = before.reason === 'changed' ? 'changed' : now.reason;
  const changedMs = earlier(before.changedMs, now.changedMs);
  // A first sync adds every unit twice: as changed, and as one that the zone does not hold.
  if (reason === before.reason && before.seenMs <= now.seenMs && changedMs === before.changedMs)
    return before;
  return { seenMs: Math.min(before.seenMs, now.seenMs), reason, changedMs };
};

const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
