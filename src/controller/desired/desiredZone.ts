import type { RecordDigest } from '../../dns/recordDigest.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import type { ObjectRef, OriginKey } from '../../model/objectRef.ts';
import type { OriginSnapshot } from '../../model/originSnapshot.ts';
import type { DesiredRecords } from '../../plan/planName.ts';
import type { NameRule } from '../../records/serviceRecords.ts';
import type { RememberedZone } from '../../zone/rememberedZone.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { PresentNames } from './presence.ts';

/**
 * Where a unit's records come from. A Service's records are computed again whenever they are needed, from the
 * immutable snapshot: 10,000 snapshots are held anyway, their 400,000 records need not be. Their digest is
 * kept, so that a zone that is as it should be is seen without them.
 */
export type UnitSource =
  | {
      readonly kind: 'computed';
      readonly snapshot: OriginSnapshot;
      readonly digest: Readonly<RecordDigest>;
    }
  | { readonly kind: 'listed'; readonly rrsets: readonly Rrset[] };

/** What one zone should hold. Takes in Services one at a time; answers by unit and by name. */
export type DesiredZone = {
  /**
   * Takes in the Service as it is now (undefined: it is gone) and returns which units and names may have
   * changed.
   */
  readonly put: (key: OriginKey, snapshot: OriginSnapshot | undefined) => readonly UnitKey[];
  /**
   * Takes in what an earlier process made of objects, before the first of these is put. It is believed of
   * those that are as they were, until {@link DesiredZone.makeRecalled}.
   */
  readonly recall: (made: RememberedZone['made']) => void;
  /** What the earlier process had of a unit that has changed or is gone, until the same moment. */
  readonly before: (unit: UnitKey) => UnitSource | undefined;
  /**
   * All that a unit's records are made of. Undefined where the next process must make them: those that there
   * is something to say of, and those of no Service.
   */
  readonly textOf: (unit: UnitKey) => string | undefined;
  /** Makes the records that were recalled and not made, a unit at a time. */
  readonly makeRecalled: () => Iterable<void>;
  readonly units: () => Iterable<UnitKey>;
  readonly source: (unit: UnitKey) => UnitSource | undefined;
  readonly names: () => Iterable<DomainName>;
  readonly at: (name: DomainName) => DesiredName | undefined;
  /** Records of a source, in canonical order. */
  readonly rrsetsOf: (source: UnitSource | undefined) => readonly Rrset[];
  /**
   * Whether an object that exists and is selected still stands behind a unit, even when it has nothing to
   * publish now. What nobody asks for any more goes only within the bounds of the brake on deletions; and so
   * does what would vanish because its addresses lie outside of the zone's networks, which were others when
   * it was written.
   *
   * @param before what the zone holds at the unit; asked for only where that decides
   */
  readonly isAskedFor: (unit: UnitKey, before: () => readonly Rrset[]) => boolean;
  /**
   * What an object waits for whose records stand at the unit, when those may stay: it exists, has nothing to
   * publish there for now, and nobody who comes before it has. Undefined: nothing keeps them.
   */
  readonly waitsFor: (unit: UnitKey, origin: ObjectRef) => string | undefined;
  /**
   * Objects that request a name outside the territory, whether they have anything to publish there or not:
   * for who asks about a single name, since it costs more with every object.
   */
  readonly requestersOf: (name: DomainName) => readonly OriginKey[];
  /** False: no object waits for anything. */
  readonly anyWaits: () => boolean;
  /** What stands in the zone without being desired. */
  readonly present: PresentNames;
  /** Whether these may stay while their object waits: all addresses lie in the zone's networks. */
  readonly mayKeep: (rrsets: () => readonly Rrset[]) => boolean;
  /** How many addresses of each object lie outside of the zone's networks; only objects that have some. */
  readonly leftOut: () => ReadonlyMap<OriginKey, number>;
  /** The object whose territory a unit is: {@link Unit.key} of a unit of kind `object`. */
  readonly originOf: (key: OriginKey) => ObjectRef;
};

/** What a name outside the territory should hold. */
export type DesiredName = DesiredRecords & {
  /** The name that was asked for: this one, or the one that these SRV records stand below and speak of. */
  readonly base: DomainName;
  /** By what it was asked for, of several objects that of the first. */
  readonly rule?: NameRule;
};
