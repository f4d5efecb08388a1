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
  /** What we would write of the unit is not in the zone; `wasRefused`: the server did not take that of us. */
  readonly noteBehind: (unit: UnitKey, sinceMs: number, wasRefused: boolean) => void;
  readonly noteInStep: (unit: UnitKey) => void;
  /**
   * When the unit that has been out of step longest has been so for the grace; undefined while all are in
   * step.
   */
  readonly graceEndMs: () => number | undefined;
};

const longestGraceMs = 15 * 60_000;
/**
 * The server may refuse it of whoever writes, and for ever: then those that disagree about nothing else take
 * the zone of each other ever more seldom.
 */
const longestRefusedGraceMs = 24 * 3_600_000;

type Behind = { readonly sinceMs: number; readonly wasRefused: boolean };

/**
 * @param graceMs the first one; it doubles with each change of hands, so that two that disagree do not fight
 */
export const createStandby = (graceMs: number): Standby => {
  const behind = new Map<UnitKey, Behind>();
  let by: Claim | undefined;
  let changesOfHands = 0;
  const grace = (mostMs: number): number => Math.min(mostMs, graceMs * 2 ** Math.max(0, changesOfHands - 1));
  return {
    by: () => by,
    see: (claim) => {
      const isNews = by === undefined;
      if (isNews) changesOfHands += 1;
      by = claim;
      return isNews;
    },
    end: () => {
      const units = new Map([...behind].map(([unit, { sinceMs }]) => [unit, sinceMs]));
      if (by !== undefined) changesOfHands += 1;
      behind.clear();
      by = undefined;
      return units;
    },
    noteBehind: (unit, sinceMs, wasRefused) => {
      const before = behind.get(unit);
      // What was refused and has changed counts like the rest: who writes has the whole grace for it.
      const isAsBefore = before !== undefined && (wasRefused || !before.wasRefused);
      behind.set(unit, { sinceMs: isAsBefore ? Math.min(sinceMs, before.sinceMs) : sinceMs, wasRefused });
    },
    noteInStep: (unit) => void behind.delete(unit),
    graceEndMs: () => {
      let earliest: number | undefined;
      for (const { sinceMs, wasRefused } of behind.values()) {
        const endMs = sinceMs + grace(wasRefused ? longestRefusedGraceMs : longestGraceMs);
        earliest = Math.min(endMs, earliest ?? endMs);
      }
      return earliest;
    },
  };
};
