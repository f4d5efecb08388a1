import type { Claim } from '../../zone/claim.ts';
import type { UnitKey } from '../../zone/unit.ts';

/**
 * What a process remembers that was fenced out: another one of the same owner holds the claim. It goes on
 * watching and reading, and writes nothing. The zone is the heartbeat: as long as it comes into step,
 * somebody writes it.
 *
 * ```
 *   writing ──claim is another's──▶ standing by ──holder has stopped, or out of step for the grace──▶ writing
 * ```
 */
export type Standby = {
  /** Who writes the zone; undefined while that is us. */
  readonly by: () => Claim | undefined;
  /** Another process holds the claim, with this content now. Returns whether it is news. */
  readonly see: (by: Claim) => boolean;
  /** We write again. Returns the units that are out of step, with the moment that was first seen. */
  readonly end: () => ReadonlyMap<UnitKey, number>;
  /** What we would write of the unit is not in the zone. */
  readonly noteBehind: (unit: UnitKey, sinceMs: number) => void;
  readonly noteInStep: (unit: UnitKey) => void;
  /**
   * When the unit that has been out of step longest has been so for the grace; undefined while all are in
   * step.
   */
  readonly graceEndMs: () => number | undefined;
};

const longestGraceMs = 15 * 60_000;

/**
 * @param graceMs the first one; it doubles with each change of hands, so that two that disagree do not fight
 */
export const createStandby = (graceMs: number): Standby => {
  const behind = new Map<UnitKey, number>();
  let by: Claim | undefined;
  let changesOfHands = 0;
  const grace = (): number => Math.min(longestGraceMs, graceMs * 2 ** Math.max(0, changesOfHands - 1));
  return {
    by: () => by,
    see: (claim) => {
      const isNews = by === undefined;
      if (isNews) changesOfHands += 1;
      by = claim;
      return isNews;
    },
    end: () => {
      const units = new Map(behind);
      if (by !== undefined) changesOfHands += 1;
      behind.clear();
      by = undefined;
      return units;
    },
    noteBehind: (unit, sinceMs) => void behind.set(unit, Math.min(sinceMs, behind.get(unit) ?? sinceMs)),
    noteInStep: (unit) => void behind.delete(unit),
    graceEndMs: () => {
      let earliest = Number.POSITIVE_INFINITY;
      for (const sinceMs of behind.values()) earliest = Math.min(earliest, sinceMs);
      return behind.size === 0 ? undefined : earliest + grace();
    },
  };
};
