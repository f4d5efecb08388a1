import { digestOf, type RecordDigest } from '../../dns/recordDigest.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../../model/originSnapshot.ts';
import { createFingerprints, type Fingerprint } from '../../records/createFingerprints.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';
import { territoryOfOrigin } from '../../records/recordsOfOrigin.ts';
import type { MadeRecords } from '../../zone/rememberedZone.ts';
import type { UnitKey } from '../../zone/unit.ts';

/**
 * What an earlier process made of Services that are as they were: their records need not be made again to
 * see that the zone has them. What it says is believed until somebody has time to look.
 */
export type MadeTerritory = {
  /** Takes in what an earlier process made with the same program. */
  readonly recall: (made: ReadonlyMap<UnitKey, MadeRecords>) => void;
  /**
   * The digest of the unit's records, where they were made of the same; it is believed from now on. Once for
   * each unit: what comes later was not known to the earlier process.
   */
  readonly believe: (unit: UnitKey, snapshot: OriginSnapshot) => Readonly<RecordDigest> | undefined;
  /** Units that were believed, which are to be made after all; nothing is recalled any more. */
  readonly takeBelieved: () => Iterable<UnitKey>;
  /** The digest of records that are made now. */
  readonly make: (snapshot: OriginSnapshot) => RecordDigest;
  /** Undefined for what is no Service: there are few of these. */
  readonly fingerprintOf: (snapshot: OriginSnapshot) => Fingerprint | undefined;
};

export const createMadeTerritory = (options: RecordOptions): MadeTerritory => {
  const fingerprints = createFingerprints(options);
  let recalled = new Map<UnitKey, MadeRecords>();
  let believed = new Set<UnitKey>();
  const fingerprintOf = (snapshot: OriginSnapshot): Fingerprint | undefined =>
    isServiceSnapshot(snapshot) ? fingerprints(snapshot) : undefined;
  return {
    recall: (made) => {
      recalled = new Map(made);
    },
    believe: (unit, snapshot) => {
      believed.delete(unit);
      const found = recalled.get(unit);
      recalled.delete(unit);
      if (found === undefined || found.fingerprint !== fingerprintOf(snapshot)) return undefined;
      believed.add(unit);
      return found.digest;
    },
    takeBelieved: () => {
      const units = believed;
      believed = new Set();
      recalled.clear();
      return units;
    },
    make: (snapshot) => digestOf(territoryOfOrigin(snapshot, options)),
    fingerprintOf,
  };
};
