import { recordsOfRrset } from '../../dns/formatZone.ts';
import { type DomainName, type Rdata, type RecordType, recordKey } from '../../dns/rrset.ts';
import type { UpdateContent } from '../../dns/updateMessage.ts';
import { objectRefKey } from '../../model/objectRef.ts';
import type { DesiredRecords } from '../../plan/planName.ts';
import type { HeldName, HeldRecord } from '../../zone/heldName.ts';
import { formatMarker, markerName, markerTtlSeconds, parseMarker, recordMark } from '../../zone/marker.ts';
import {
  type FoundEntry,
  parseRegistryEntry,
  type RegistryAffixes,
  registryPlaces,
  registryResource,
} from './registryEntry.ts';

/** A name outside the territory that an object requests and that holds records already. */
export type NameAdoption =
  | {
      readonly kind: 'adopt';
      readonly name: DomainName;
      readonly service: string;
      readonly from: 'external-dns' | 'hand';
      readonly records: readonly HeldRecord[];
      /** Registry entries that go with it. */
      readonly registry: readonly { readonly at: DomainName; readonly rdata: Rdata }[];
      readonly update: UpdateContent;
    }
  /** It stays as it is. */
  | { readonly kind: 'leave'; readonly name: DomainName; readonly service: string; readonly reason: string };

export type AdoptSituation = {
  readonly zone: DomainName;
  readonly owner: string;
  readonly name: DomainName;
  readonly desired: DesiredRecords;
  readonly heldAt: (name: DomainName) => HeldName;
  readonly affixes: RegistryAffixes;
};

/**
 * Decides about one name. Adopting writes a marker that lists the records that are there, and changes none of
 * them: the daemon then brings them in step.
 *
 * | at the name                                           | decision                              |
 * | ----------------------------------------------------- | ------------------------------------- |
 * | nothing, or marked as ours                            | nothing to do                         |
 * | records, none of the desired types, none registered   | leave                                 |
 * | another owner's marker                                | leave                                 |
 * | in external-dns's registry, for the same object       | adopt, and remove the registry's TXT  |
 * | in external-dns's registry, for another object        | leave                                 |
 * | exactly the records that we would write               | adopt                                 |
 * | anything else                                         | leave                                 |
 */
export const adoptName = (situation: AdoptSituation): NameAdoption | undefined => {
  const { name, desired, heldAt } = situation;
  const held = heldAt(name);
  const entries = entriesAt(situation);
  const records = recordsToTake(held, situation, entries);
  if (held.marker.some((rdata) => parseMarker(rdata)?.owner === situation.owner)) return undefined;
  const service = objectRefKey(desired.origin);
  const resource = registryResource(desired.origin);
  const leave = (reason: string): NameAdoption => ({ kind: 'leave', name, service, reason });
  if (records.length === 0) {
    const other = held.others[0] ?? held.records.map(({ type }) => type)[0];
    return other === undefined ? undefined : leave(`holds ${other}, written by another writer`);
  }
  if (held.marker.length > 0) return leave('has a marker of another owner');
  const registry = entries.filter((found) => speaksOf(found, records));
  const other = registry.find(({ entry }) => entry.resource !== resource);
  if (other !== undefined) return leave(`external-dns has it for ${other.entry.resource}`);
  if (registry.length === 0 && !isSame(name, records, desired)) {
    return leave(
      `holds ${records.map(({ type, rdata }) => `${type} ${rdata}`).join(', ')}, written by another writer`,
    );
  }
  // What external-dns left there of the same object for records that are gone goes with it.
  const removed = registry.length > 0 ? entries.filter(({ entry }) => entry.resource === resource) : [];
  return {
    kind: 'adopt',
    name,
    service,
    from: registry.length > 0 ? 'external-dns' : 'hand',
    records,
    registry: removed.map(({ at, rdata }) => ({ at, rdata })),
    update: updateOf(situation, records, removed),
  };
};

/**
 * Records of the types that we would write there, a CNAME, which allows no other record beside it, and what
 * external-dns wrote for the same object.
 */
const recordsToTake = (
  { records }: HeldName,
  { desired }: AdoptSituation,
  entries: readonly FoundEntry[],
): readonly HeldRecord[] => {
  const resource = registryResource(desired.origin);
  const types = new Set<RecordType>(['CNAME', ...desired.rrsets.map(({ type }) => type)]);
  for (const { type, entry } of entries)
    if (entry.resource === resource) for (const one of typesOf(type)) types.add(one);
  return records.filter(({ type }) => types.has(type));
};

/** The older form is for every record at the name, of the types that there were. */
const typesOf = (type: RecordType | undefined): readonly RecordType[] =>
  type === undefined ? ['A', 'CNAME', 'SRV'] : [type];

/** Types of which external-dns registers records that we may take. */
const registeredTypes: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'SRV'];

const entriesAt = ({ name, heldAt, affixes }: AdoptSituation): readonly FoundEntry[] =>
  registryPlaces(name, registeredTypes, affixes).flatMap((place) =>
    heldAt(place.at).records.flatMap(({ type, rdata }) => {
      const entry = type === 'TXT' ? parseRegistryEntry(rdata) : undefined;
      return entry === undefined ? [] : [{ ...place, rdata, entry }];
    }),
  );

const speaksOf = ({ type }: FoundEntry, records: readonly HeldRecord[]): boolean => {
  const types = typesOf(type);
  return records.some((record) => types.includes(record.type));
};

const isSame = (name: DomainName, records: readonly HeldRecord[], { rrsets }: DesiredRecords): boolean => {
  const keys = new Set(rrsets.flatMap(recordsOfRrset).map(recordKey));
  return records.length === keys.size && records.every((record) => keys.has(recordKey({ name, ...record })));
};

/** What was seen must still be so when the marker is written. */
const updateOf = (
  { zone, owner, name, desired }: AdoptSituation,
  records: readonly HeldRecord[],
  registry: readonly FoundEntry[],
): UpdateContent => {
  const marker = markerName(name, zone);
  const rdata = formatMarker({
    owner,
    object: desired.origin,
    marks: records.map((record) => recordMark(name, record)).sort(),
  });
  const rrsets = Map.groupBy(records, ({ type }) => type);
  return {
    prerequisites: [
      { kind: 'rrset-absent', name: marker, type: 'TXT' },
      ...[...rrsets].map(
        ([type, list]) =>
          ({ kind: 'rrset-equals', name, type, rdatas: list.map((record) => record.rdata) }) as const,
      ),
    ],
    operations: [
      ...registry.map(
        (found) => ({ kind: 'delete-record', name: found.at, type: 'TXT', rdata: found.rdata }) as const,
      ),
      { kind: 'add', name: marker, type: 'TXT', ttlSeconds: markerTtlSeconds, rdata },
    ],
  };
};
