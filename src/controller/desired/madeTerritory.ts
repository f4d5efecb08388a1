import { digestOf, type RecordDigest } from '../../dns/recordDigest.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../../model/originSnapshot.ts';
import { createSnapshotTexts } from '../../records/createSnapshotTexts.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';
import { territoryOfOrigin } from '../../records/recordsOfOrigin.ts';
import type { MadeRecords } from '../../zone/rememberedZone.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { UnitSource } from './desiredZone.ts';

/**
 * What an earlier process made of Services. Of those that are as they were the records need not be made again
 * to see that the zone has them: that is believed until somebody has time to look. Of those that have changed
 * it says what the zone has, which a digest alone does not.
 */
export type MadeTerritory = {
  /** Takes in what an earlier process made with the same program. */
  readonly recall: (made: ReadonlyMap<UnitKey, MadeRecords>) => void;
  /** The digest of the unit's records, where they were made of the same; it is believed from now on. */
  readonly believe: (unit: UnitKey, snapshot: OriginSnapshot) => Readonly<RecordDigest> | undefined;
  /** What the earlier process had of a unit that it had otherwise, or not at all by now. */
  readonly before: (unit: UnitKey) => UnitSource | undefined;
  /** Units that were believed, which are to be made after all; nothing is recalled any more. */
  readonly takeBelieved: () => Iterable<UnitKey>;
  readonly make: (snapshot: OriginSnapshot) => UnitSource;
  /** What is left for the next process of one snapshot. Undefined for what is no Service: there are few. */
  readonly textOf: (snapshot: OriginSnapshot) => string | undefined;
};

export const createMadeTerritory = (options: RecordOptions): MadeTerritory => {
  const texts = createSnapshotTexts(options);
  let recalled = new Map<UnitKey, MadeRecords>();
  let believed = new Set<UnitKey>();
  const textOf = (snapshot: OriginSnapshot): string | undefined =>
    isServiceSnapshot(snapshot) ? texts.textOf(snapshot) : undefined;
  const make = (snapshot: OriginSnapshot): UnitSource => ({
    kind: 'computed',
    snapshot,
    digest: digestOf(territoryOfOrigin(snapshot, options)),
  });
  return {
    recall: (made) => {
      recalled = new Map(made);
    },
    believe: (unit, snapshot) => {
      believed.delete(unit);
      const found = recalled.get(unit);
      if (found === undefined || found.text !== textOf(snapshot)) return undefined;
      believed.add(unit);
      return found.digest;
    },
    before: (unit) => {
      const found = recalled.get(unit);
      if (found === undefined) return undefined;
      try {
        const snapshot = texts.snapshotOf(found.text);
        return snapshot && make(snapshot);
      } catch {
        // It was planted: what nobody could have written is not known.
        return undefined;
      }
    },
    takeBelieved: () => {
      const units = believed;
      believed = new Set();
      recalled.clear();
      return units;
    },
    make,
    textOf,
  };
};
