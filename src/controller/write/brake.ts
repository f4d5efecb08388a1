import { type BrakeOptions, needsConsent } from '../../plan/needsConsent.ts';
import type { UnitKey } from '../../zone/unit.ts';

/**
 * Holds deletions back that look like a mistake: objects that are gone (deleted, no longer selected, no
 * longer asked for, a source that is suddenly empty), when together they would take a large share of our
 * records along. It holds those units and nothing else. What is held is released when its object returns, one
 * by one, or by a person's consent.
 */
export type Brake = {
  /** Units that are held, with the records that each would lose. */
  readonly held: () => ReadonlyMap<UnitKey, number>;
  readonly isHeld: (unit: UnitKey) => boolean;
  /**
   * Looks at units whose objects are gone, with the records that each would lose, beside those already held.
   * Once something is held, whatever else vanishes is held too. Returns whether that is news.
   */
  readonly hold: (gone: ReadonlyMap<UnitKey, number>, ownedRecords: number) => boolean;
  /** The unit's object is back. Returns whether it was the last that was held. */
  readonly release: (unit: UnitKey) => boolean;
  /**
   * A person allows what is held; until everything is written nothing is held. Returns the units that were.
   */
  readonly consent: () => readonly UnitKey[];
  /** Everything is written: the consent was for that. */
  readonly endConsent: () => void;
};

export const createBrake = (options: BrakeOptions): Brake => {
  const held = new Map<UnitKey, number>();
  let consented = false;
  return {
    held: () => held,
    isHeld: (unit) => held.has(unit),
    hold: (gone, ownedRecords) => {
      if (gone.size === 0 || consented || options.allowMassDelete) return false;
      if (held.size === 0 && !needsConsent(sum(gone), ownedRecords, options)) return false;
      const isNews = [...gone].some(([unit, records]) => held.get(unit) !== records);
      for (const [unit, records] of gone) held.set(unit, records);
      return isNews;
    },
    release: (unit) => held.delete(unit) && held.size === 0,
    consent: () => {
      const units = [...held.keys()];
      consented = units.length > 0;
      held.clear();
      return units;
    },
    endConsent: () => {
      consented = false;
    },
  };
};

const sum = (units: ReadonlyMap<UnitKey, number>): number =>
  [...units.values()].reduce((total, records) => total + records, 0);
