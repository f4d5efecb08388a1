import type { DomainName, Rdata, RecordType, Rrset } from '../dns/rrset.ts';
import type { Prerequisite, UpdateOperation } from '../dns/updateMessage.ts';
import { type ObjectRef, objectRefKey } from '../model/objectRef.ts';
import type { HeldName, HeldRecord } from '../zone/heldName.ts';
import { formatMarker, markerName, markerTtlSeconds, parseMarker, recordMark } from '../zone/marker.ts';

/** What a name outside the territory should hold. */
export type NameWish = { readonly origin: ObjectRef; readonly rrsets: readonly Rrset[] };

/**
 * What to do about one name outside the territory, where hand-written records are neighbours.
 *
 * | marker        | wanted | plan                                                                                   |
 * | ------------- | ------ | --------------------------------------------------------------------------------------- |
 * | none          | no     | none: the name is not ours                                                             |
 * | none          | yes    | create, if no type we write and no CNAME is there (for a CNAME: nothing at all)        |
 * | ours          | no     | delete exactly our records and the marker                                              |
 * | ours          | yes    | delete and add exactly what differs; a type that is new to the name must not be there; |
 * |               |        | beside a hand-written sibling of the same type our records take its TTL                |
 * | other owner's | any    | conflict where wanted, otherwise none                                                  |
 *
 * Every condition is a prerequisite of the message too (RFC 2136 §2.4), so what changed meanwhile is refused by the server.
 */
export type NamePlan =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'change';
      readonly prerequisites: readonly Prerequisite[];
      readonly operations: readonly UpdateOperation[];
      readonly addedRecords: number;
      readonly removedRecords: number;
      readonly after: HeldName;
    }
  | { readonly kind: 'conflict'; readonly reason: string };

export type NameSituation = {
  readonly zone: DomainName;
  readonly owner: string;
  readonly name: DomainName;
  readonly held: HeldName;
  readonly wish: NameWish | undefined;
};

const none: NamePlan = { kind: 'none' };

export const planName = (situation: NameSituation): NamePlan => {
  const { held, owner, wish } = situation;
  const markers = held.marker.flatMap((rdata) => {
    const marker = parseMarker(rdata);
    return marker === undefined ? [] : [{ marker, rdata }];
  });
  const [first, second] = markers;
  if (first === undefined) return wish === undefined ? none : create(situation, wish);
  if (second !== undefined)
    return wish === undefined ? none : conflict('has two markers, so it is not clear whose it is');
  if (first.marker.owner !== owner) {
    return wish === undefined
      ? none
      : conflict(`belongs to owner ${first.marker.owner} (service ${first.marker.service})`);
  }
  return change(situation, new Set(first.marker.records), first.rdata);
};

const conflict = (reason: string): NamePlan => ({ kind: 'conflict', reason });

const create = ({ zone, owner, name, held }: NameSituation, wish: NameWish): NamePlan => {
  const desired = recordsOf(wish.rrsets);
  const clash = clashOf(held.records, held.otherRecords, typesOf(desired));
  if (clash !== undefined) return conflict(clash);
  if (held.marker.length > 0)
    return conflict(`has TXT records at ${markerName(name, zone)} that are no markers`);
  const marker = markerOf(owner, wish.origin, desired);
  const isAlias = desired.some(({ type }) => type === 'CNAME');
  return {
    kind: 'change',
    prerequisites: [
      { kind: 'rrsetAbsent', name: markerName(name, zone), type: 'TXT' },
      ...(isAlias
        ? [{ kind: 'nameNotInUse', name } as const]
        : absentTypes(name, [...typesOf(desired), 'CNAME'])),
    ],
    operations: [...desired.map((record) => addRecord(name, record)), addMarker(name, zone, marker)],
    addedRecords: desired.length,
    removedRecords: 0,
    after: { ...held, records: [...held.records, ...desired], marker: [marker] },
  };
};

const change = (situation: NameSituation, marks: ReadonlySet<string>, oldMarker: Rdata): NamePlan => {
  const { zone, owner, name, held, wish } = situation;
  const mine = held.records.filter((record) => marks.has(recordMark(record)));
  const siblings = held.records.filter((record) => !marks.has(recordMark(record)));
  const desired = withTtlsOf(siblings, recordsOf(wish?.rrsets ?? []));
  const { gone, added } = difference(mine, desired);
  const strays = held.marker.filter((rdata) => rdata !== oldMarker);
  const marker = wish === undefined ? undefined : markerOf(owner, wish.origin, desired);
  if (gone.length + added.length + strays.length === 0 && marker === oldMarker) return none;
  const newTypes = typesOf(added).filter((type) => !mine.some((record) => record.type === type));
  const clash = clashOf(siblings, held.otherRecords, newTypes);
  if (clash !== undefined) return conflict(clash);
  return {
    kind: 'change',
    prerequisites: [
      { kind: 'rrsetEquals', name: markerName(name, zone), type: 'TXT', rdatas: held.marker },
      ...absentTypes(name, typesToBeAbsent(newTypes, mine)),
      ...unchangedRrsets(
        name,
        held,
        typesOf(added).filter((type) => !newTypes.includes(type)),
      ),
    ],
    operations: [
      ...gone.map(({ type, rdata }): UpdateOperation => ({ kind: 'deleteRecord', name, type, rdata })),
      ...[...(marker === oldMarker ? [] : [oldMarker]), ...strays].map((rdata) =>
        deleteMarker(name, zone, rdata),
      ),
      ...added.map((record) => addRecord(name, record)),
      ...(marker === undefined || marker === oldMarker ? [] : [addMarker(name, zone, marker)]),
    ],
    addedRecords: added.length,
    removedRecords: gone.length,
    after: { ...held, records: [...siblings, ...desired], marker: marker === undefined ? [] : [marker] },
  };
};

/** Why records of another hand leave no place for the types that would be new to the name. */
const clashOf = (
  others: readonly HeldRecord[],
  otherRecords: number,
  newTypes: readonly RecordType[],
): string | undefined => {
  const [other] = others;
  if (newTypes.includes('CNAME')) {
    if (other !== undefined) return `already holds ${describe(other)}, and a CNAME stands alone`;
    if (otherRecords > 0) return 'already holds records of other types, and a CNAME stands alone';
  }
  const taken = others.find(
    ({ type }) => newTypes.includes(type) || (type === 'CNAME' && newTypes.length > 0),
  );
  return taken && `already holds ${describe(taken)}, which is not ours`;
};

/** An added record changes the TTL of its siblings, so an RRset that is added to must be exactly the one that is known. */
const unchangedRrsets = (
  name: DomainName,
  { records }: HeldName,
  types: readonly RecordType[],
): Prerequisite[] =>
  types.map((type) => {
    const rdatas = records.filter((record) => record.type === type).map(({ rdata }) => rdata);
    return { kind: 'rrsetEquals', name, type, rdatas };
  });

/** A CNAME of ours may be there now, since it goes in the same message; so may the records that a new CNAME replaces. */
const typesToBeAbsent = (newTypes: readonly RecordType[], mine: readonly HeldRecord[]): RecordType[] => {
  if (newTypes.length === 0 || newTypes.includes('CNAME')) return [];
  return mine.some(({ type }) => type === 'CNAME') ? [...newTypes] : [...newTypes, 'CNAME'];
};

/** An added record gives its TTL to the whole RRset (RFC 2181 §5.2), so to siblings of another hand too: theirs stays. */
const withTtlsOf = (siblings: readonly HeldRecord[], desired: readonly HeldRecord[]): HeldRecord[] => {
  const ttls = new Map(siblings.map(({ type, ttlSeconds }) => [type, ttlSeconds]));
  return desired.map((record) => ({ ...record, ttlSeconds: ttls.get(record.type) ?? record.ttlSeconds }));
};

const difference = (
  mine: readonly HeldRecord[],
  desired: readonly HeldRecord[],
): { gone: HeldRecord[]; added: HeldRecord[] } => {
  const held = new Set(mine.map(recordKey));
  const wanted = new Set(desired.map(recordKey));
  return {
    gone: mine.filter((record) => !wanted.has(recordKey(record))),
    added: desired.filter((record) => !held.has(recordKey(record))),
  };
};

const recordKey = ({ type, ttlSeconds, rdata }: HeldRecord): string => `${type} ${ttlSeconds} ${rdata}`;

const recordsOf = (rrsets: readonly Rrset[]): HeldRecord[] =>
  rrsets.flatMap(({ type, ttlSeconds, rdatas }) => rdatas.map((rdata) => ({ type, ttlSeconds, rdata })));

const typesOf = (records: readonly HeldRecord[]): RecordType[] => [
  ...new Set(records.map(({ type }) => type)),
];

const absentTypes = (name: DomainName, types: readonly RecordType[]): Prerequisite[] =>
  types.map((type) => ({ kind: 'rrsetAbsent', name, type }));

const markerOf = (owner: string, origin: ObjectRef, records: readonly HeldRecord[]): Rdata =>
  formatMarker({ owner, service: objectRefKey(origin), records: records.map(recordMark).sort() });

const addRecord = (name: DomainName, { type, ttlSeconds, rdata }: HeldRecord): UpdateOperation => ({
  kind: 'add',
  name,
  type,
  ttlSeconds,
  rdata,
});

const addMarker = (name: DomainName, zone: DomainName, rdata: Rdata): UpdateOperation => ({
  kind: 'add',
  name: markerName(name, zone),
  type: 'TXT',
  ttlSeconds: markerTtlSeconds,
  rdata,
});

const deleteMarker = (name: DomainName, zone: DomainName, rdata: Rdata): UpdateOperation => ({
  kind: 'deleteRecord',
  name: markerName(name, zone),
  type: 'TXT',
  rdata,
});

const describe = ({ type, rdata }: HeldRecord): string => `${type} ${rdata}`;
