import { recordsOfRrset } from '../../dns/formatZone.ts';
import { type DomainName, type Rdata, type RecordType, recordKey } from '../../dns/rrset.ts';
import type { UpdateContent } from '../../dns/updateMessage.ts';
import { objectRefKey } from '../../model/objectRef.ts';
import type { DesiredRecords } from '../../plan/planName.ts';
import type { HeldName, HeldRecord } from '../../zone/heldName.ts';
import { formatMarker, markerName, markerTtlSeconds, parseMarker, recordMark } from '../../zone/marker.ts';
import {
  parseRegistryEntry,
  type RegistryAffixes,
  type RegistryEntry,
  registryNames,
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
      readonly registry: readonly { readonly name: DomainName; readonly rdata: Rdata }[];
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
 * | records, none of the desired types                    | leave                                 |
 * | another owner's marker                                | leave                                 |
 * | in external-dns's registry, for the same Service      | adopt, and remove the registry's TXT  |
 * | in external-dns's registry, for another object        | leave                                 |
 * | exactly the records that we would write               | adopt                                 |
 * | anything else                                         | leave                                 |
 */
export const adoptName = (situation: AdoptSituation): NameAdoption | undefined => {
  const { name, desired, heldAt } = situation;
  const held = heldAt(name);
  const records = relevant(held, desired);
  if (held.marker.some((rdata) => parseMarker(rdata)?.owner === situation.owner)) return undefined;
  const service = objectRefKey(desired.origin);
  const leave = (reason: string): NameAdoption => ({ kind: 'leave', name, service, reason });
  if (records.length === 0) {
    const other = held.others[0] ?? held.records.map(({ type }) => type)[0];
    return other === undefined ? undefined : leave(`holds ${other}, written by another writer`);
  }
  if (held.marker.length > 0) return leave('has a marker of another owner');
  const registry = entriesFor(situation, records);
  const other = registry.find(({ entry }) => entry.service !== service);
  if (other !== undefined) return leave(`external-dns has it for ${other.entry.resource}`);
  if (registry.length === 0 && !isSame(name, records, desired)) {
    return leave(
      `holds ${records.map(({ type, rdata }) => `${type} ${rdata}`).join(', ')}, written by another writer`,
    );
  }
  return {
    kind: 'adopt',
    name,
    service,
    from: registry.length > 0 ? 'external-dns' : 'hand',
    records,
    registry: registry.map((found) => ({ name: found.name, rdata: found.rdata })),
    update: updateOf(situation, records, registry),
  };
};

/** Records of the types that we would write there, and a CNAME, which allows no other record beside it. */
const relevant = ({ records }: HeldName, { rrsets }: DesiredRecords): readonly HeldRecord[] => {
  const types = new Set<RecordType>(['CNAME', ...rrsets.map(({ type }) => type)]);
  return records.filter(({ type }) => types.has(type));
};

type FoundEntry = { readonly name: DomainName; readonly rdata: Rdata; readonly entry: RegistryEntry };

const entriesFor = (
  { name, heldAt, affixes }: AdoptSituation,
  records: readonly HeldRecord[],
): readonly FoundEntry[] => {
  const types = [...new Set(records.map(({ type }) => type))];
  return registryNames(name, types, affixes).flatMap((at) =>
    heldAt(at).records.flatMap(({ type, rdata }) => {
      const entry = type === 'TXT' ? parseRegistryEntry(rdata) : undefined;
      return entry === undefined ? [] : [{ name: at, rdata, entry }];
    }),
  );
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
        (found) => ({ kind: 'delete-record', name: found.name, type: 'TXT', rdata: found.rdata }) as const,
      ),
      { kind: 'add', name: marker, type: 'TXT', ttlSeconds: markerTtlSeconds, rdata },
    ],
  };
};
