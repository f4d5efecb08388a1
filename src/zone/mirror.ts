import { assertNever } from '../assertNever.ts';
import { isBelow } from '../dns/canonicalName.ts';
import {
  emptyDigest,
  equalDigests,
  hashRrset,
  type RecordDigest,
  type RrsetHash,
  sumRdata,
} from '../dns/recordDigest.ts';
import type { DomainName, Rdata, RecordType, ResourceRecord } from '../dns/rrset.ts';
import { type Cut, isCutType } from './cutOver.ts';
import type { HeldName } from './heldName.ts';
import { createHeldNames, type HeldNames } from './heldNames.ts';
import { isServiceType } from './isServiceType.ts';
import { nameUnit, type UnitKey } from './unit.ts';
import type { Place, ZoneLayout } from './zoneLayout.ts';

/**
 * What the zone held at `serial`, as the name server reported it. The territory is kept as one digest per
 * unit, because its content can be computed again from the model; names outside are kept as they are.
 */
export type Mirror = {
  readonly layout: ZoneLayout;
  serial: number;
  /** How long resolvers remember that a name does not exist (RFC 2308 §4); undefined: not known. */
  negativeTtlSeconds: number | undefined;
  /** TXT RDATA at the claim's name. */
  claim: readonly Rdata[];
  readonly territory: Map<UnitKey, RecordDigest>;
  readonly outside: HeldNames;
  /** Where the zone stops answering, see {@link Cuts}. */
  readonly cuts: Map<DomainName, readonly Cut['type'][]>;
  readonly last: LastRrset;
};

/**
 * The RRset of the record before, with what was found out about it: a transfer brings the records of an RRset
 * one after the other.
 */
type LastRrset = {
  name: DomainName;
  type: RecordType | undefined;
  ttlSeconds: number;
  place: Place;
  hash: RrsetHash;
};

export const emptyMirror = (layout: ZoneLayout): Mirror => ({
  layout,
  serial: 0,
  negativeTtlSeconds: undefined,
  claim: [],
  territory: new Map(),
  outside: createHeldNames(),
  cuts: new Map(),
  last: { name: '', type: undefined, ttlSeconds: 0, place: { kind: 'outside' }, hash: { high: 0, low: 0 } },
});

/**
 * Takes in one record that the zone has, or (`change: 'remove'`) no longer has. Returns the unit or name it
 * belongs to, if any. The NS records of the zone itself are its server's, and nobody's here.
 */
export const applyRecord = (
  mirror: Mirror,
  change: 'add' | 'remove',
  record: ResourceRecord,
): UnitKey | undefined => {
  const { name, type } = record;
  if (isCutType(type)) {
    if (name === mirror.layout.apex) return undefined;
    applyToCuts(mirror, change, { name, type });
  }
  const place = placeOf(mirror, name);
  switch (place.kind) {
    case 'territory':
      if (!isServiceType(type)) return undefined;
      applyToDigest(mirror, place.unit, change, record);
      return place.unit;
    case 'claim':
      if (type === 'TXT') mirror.claim = applyToList(mirror.claim, change, record.rdata);
      return undefined;
    case 'marker':
      if (type !== 'TXT') return undefined;
      mirror.outside.update(place.name, (held) => ({
        ...held,
        marker: applyToList(held.marker, change, record.rdata),
      }));
      return nameUnit(place.name);
    case 'outside':
      if (isAbove(mirror, name)) return undefined;
      mirror.outside.update(name, (held) => ({
        ...held,
        records: applyToRecords(held.records, change, record),
      }));
      return nameUnit(name);
    default:
      return assertNever(place);
  }
};

/** A record outside of the territory, of which there are digests alone, that is not in the mirror. */
export const isAbsent = (mirror: Mirror, { name, type, rdata }: ResourceRecord): boolean => {
  if (isCutType(type) || placeOf(mirror, name).kind !== 'outside' || isAbove(mirror, name)) return false;
  return !heldAt(mirror, name).records.some((held) => held.type === type && held.rdata === rdata);
};

/** As {@link applyRecord}, for a record of a type this program never writes. */
export const applyOther = (
  mirror: Mirror,
  change: 'add' | 'remove',
  { name, type }: OtherRecord,
): UnitKey | undefined => {
  if (isCutType(type)) applyToCuts(mirror, change, { name, type });
  if (mirror.layout.placeOf(name).kind !== 'outside' || isAbove(mirror, name)) return undefined;
  mirror.outside.update(name, (held) => ({ ...held, others: applyToTypes(held.others, change, type) }));
  return nameUnit(name);
};

/** Above a subtree that we keep to nothing is held but what hides it. */
const isAbove = ({ layout }: Mirror, name: DomainName): boolean => !isBelow(name, layout.zone);

const applyToCuts = ({ cuts }: Mirror, change: 'add' | 'remove', { name, type }: Cut): void => {
  const types = applyToTypes(cuts.get(name) ?? [], change, type);
  if (types.length === 0) cuts.delete(name);
  else cuts.set(name, types);
};

const applyToTypes = <Type extends string>(
  types: readonly Type[],
  change: 'add' | 'remove',
  type: Type,
): readonly Type[] => {
  if (change === 'add') return types.length === 0 ? [type] : [...types, type].sort();
  const at = types.indexOf(type);
  return at < 0 ? types : types.toSpliced(at, 1);
};

/** A record of a type that this program never writes. */
export type OtherRecord = { readonly name: DomainName; readonly type: string };

export const heldAt = (mirror: Mirror, name: DomainName): HeldName => mirror.outside.at(name);

const placeOf = ({ last, layout }: Mirror, name: DomainName): Place => {
  if (name === last.name) return last.place;
  last.name = name;
  last.place = layout.placeOf(name);
  last.type = undefined;
  return last.place;
};

/** Call it only right after {@link placeOf} with the record's name. */
const hashOf = ({ last }: Mirror, { name, type, ttlSeconds }: ResourceRecord): RrsetHash => {
  if (type === last.type && ttlSeconds === last.ttlSeconds) return last.hash;
  last.type = type;
  last.ttlSeconds = ttlSeconds;
  last.hash = hashRrset(name, type, ttlSeconds);
  return last.hash;
};

const noDigest = Object.freeze(emptyDigest());

const applyToDigest = (
  mirror: Mirror,
  unit: UnitKey,
  change: 'add' | 'remove',
  record: ResourceRecord,
): void => {
  const { territory } = mirror;
  let digest = territory.get(unit);
  if (digest === undefined) {
    digest = emptyDigest();
    territory.set(unit, digest);
  }
  sumRdata(digest, hashOf(mirror, record), record.rdata, change === 'add' ? 1 : -1);
  // A sum of none that is not zero stays, and shows later: something else was taken away than was there.
  if (equalDigests(digest, noDigest)) territory.delete(unit);
};

const applyToList = (list: readonly Rdata[], change: 'add' | 'remove', rdata: Rdata): readonly Rdata[] => {
  const others = list.filter((entry) => entry !== rdata);
  return change === 'add' ? append(others, rdata) : others;
};

const applyToRecords = (
  records: HeldName['records'],
  change: 'add' | 'remove',
  { type, ttlSeconds, rdata }: ResourceRecord,
): HeldName['records'] => {
  const others = records.filter((held) => held.type !== type || held.rdata !== rdata);
  return change === 'add' ? append(others, { type, ttlSeconds, rdata }) : others;
};

/** A list of one has room for one, while one that was added to has room for seventeen. */
const append = <T>(list: readonly T[], item: T): readonly T[] =>
  list.length === 0 ? [item] : [...list, item];
