import { recordsOfRrset } from '../dns/formatZone.ts';
import { type DomainName, type Rdata, type RecordType, type Rrset, recordKey } from '../dns/rrset.ts';
import type { Prerequisite, UpdateOperation } from '../dns/updateMessage.ts';
import { type ObjectRef, objectRefText } from '../model/objectRef.ts';
import type { HeldName, HeldRecord } from '../zone/heldName.ts';
import {
  formatMarker,
  type Marker,
  markedRecords,
  markerName,
  markerTtlSeconds,
  parseMarker,
  recordMark,
} from '../zone/marker.ts';
import { toRrsets } from '../zone/toRrsets.ts';
import { fitBeside } from './fitBeside.ts';
import { exactly, nothingBeside } from './nothingBeside.ts';
import { changesBetween, type RrsetChange } from './rrsetChange.ts';
import { recordOperations } from './rrsetOperations.ts';
import { typesToKnow } from './typesToKnow.ts';

/** What a name outside the territory should hold. */
export type DesiredRecords = { readonly origin: ObjectRef; readonly rrsets: readonly Rrset[] };

/**
 * What to do about one name outside the territory, where hand-written records are neighbours.
 *
 * | marker        | desired | plan                                                       |
 * | ------------- | ------- | ---------------------------------------------------------- |
 * | none          | no      | none: the name is not ours                                 |
 * | none          | yes     | create, if nothing at all is there; otherwise conflict     |
 * | ours          | no      | delete exactly our records and the marker                  |
 * | ours          | yes     | delete and add exactly what differs; a new type only while |
 * |               |         | the name holds nothing of others; siblings keep their TTL, |
 * |               |         | and a record of theirs that is desired stays theirs        |
 * | other owner's | any     | conflict where desired, otherwise none                     |
 *
 * NS at the zone itself are never written, whoever asks for them.
 *
 * Every condition is a prerequisite of the message too (RFC 2136 §2.4), so what changed meanwhile is refused
 * by the server.
 */
export type NamePlan =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'change';
      readonly prerequisites: readonly Prerequisite[];
      /** Of our records alone. */
      readonly changes: readonly RrsetChange[];
      /** Those of `changes`, and the marker's. */
      readonly operations: readonly UpdateOperation[];
      readonly after: HeldName;
      /** How many of the records in `after` are ours. */
      readonly ownRecords: number;
      /** Why a part of what is desired is left out. */
      readonly conflict?: string;
    }
  | { readonly kind: 'conflict'; readonly reason: string };

export type NameSituation = {
  readonly zone: DomainName;
  readonly owner: string;
  readonly name: DomainName;
  readonly held: HeldName;
  readonly desired: DesiredRecords | undefined;
};

const none: NamePlan = { kind: 'none' };

export const planName = (situation: NameSituation): NamePlan => {
  const { zone, name, held, owner, desired } = situation;
  if (name === zone && desired?.rrsets.some(({ type }) => type === 'NS'))
    return conflict("is the zone itself, whose NS records are its server's");
  const markers = held.marker.flatMap((rdata) => {
    const marker = parseMarker(rdata);
    return marker === undefined ? [] : [{ marker, rdata }];
  });
  const [first, second] = markers;
  if (first === undefined) return desired === undefined ? none : create(situation, desired);
  if (second !== undefined)
    return desired === undefined ? none : conflict('has two markers, so it is not clear whose it is');
  if (first.marker.owner !== owner) {
    return desired === undefined
      ? none
      : conflict(`belongs to owner ${first.marker.owner} (${objectRefText(first.marker.object)})`);
  }
  return change(situation, first.marker, first.rdata);
};

const conflict = (reason: string): NamePlan => ({ kind: 'conflict', reason });

const create = ({ zone, owner, name, held }: NameSituation, desired: DesiredRecords): NamePlan => {
  const taken = foreignAt(held.records, held);
  if (taken !== undefined) return conflict(`already holds ${taken}, which is not ours`);
  const marker = markerName(name, zone);
  if (held.marker.length > 0) return conflict(`has TXT records at ${marker} that are no markers`);
  const rdata = markerOf({ owner, name }, desired);
  const changes = changesBetween([], desired.rrsets);
  const records = heldOf(desired.rrsets);
  return {
    kind: 'change',
    prerequisites: [{ kind: 'rrset-absent', name: marker, type: 'TXT' }, ...nothingBeside(name, zone, [])],
    changes,
    operations: [...recordOperations(changes), addMarker(marker, rdata)],
    after: { ...held, records, marker: [rdata] },
    ownRecords: records.length,
  };
};

const change = (situation: NameSituation, before: Marker, oldMarker: Rdata): NamePlan => {
  const { zone, owner, name, held, desired } = situation;
  const keys = new Set((desired?.rrsets ?? []).flatMap(recordsOfRrset).map(recordKey));
  const mine = markedRecords(name, before, held.records, (record) =>
    keys.has(recordKey({ name, ...record })),
  );
  const siblings = held.records.filter((record) => !mine.includes(record));
  const present = rrsetsAt(name, mine);
  const { rrsets: fitted, theirs } = fitBeside(desired?.rrsets ?? [], siblings);
  const all = changesBetween(present, fitted);
  const foreign = all.some(({ kind }) => kind === 'create') ? foreignAt(siblings, held) : undefined;
  const changes = foreign === undefined ? all : all.filter(({ kind }) => kind !== 'create');
  const rrsets = foreign === undefined ? fitted : fitted.filter(({ type }) => isHeld(type, mine));
  const rdata = desired && markerOf({ owner, name }, { origin: desired.origin, rrsets });
  const keepsMarker = held.marker.length === 1 && rdata === oldMarker;
  const taken = foreign ?? (theirs && recordText(theirs));
  const reason = taken && `holds ${taken} as well, which is not ours`;
  if (changes.length === 0 && keepsMarker) return reason === undefined ? none : conflict(reason);
  const marker = markerName(name, zone);
  const own = heldOf(rrsets);
  return {
    kind: 'change',
    prerequisites: [
      { kind: 'rrset-equals', name: marker, type: 'TXT', rdatas: held.marker },
      ...(changes.some(({ kind }) => kind === 'create')
        ? nothingBeside(name, zone, present)
        : exactly(name, rrsetsAt(name, held.records), typesToKnow({ name, changes, marker: before, mine }))),
    ],
    changes,
    operations: [
      ...(keepsMarker ? [] : [{ kind: 'delete-rrset', name: marker, type: 'TXT' } as const]),
      ...recordOperations(changes),
      ...(keepsMarker || rdata === undefined ? [] : [addMarker(marker, rdata)]),
    ],
    after: {
      ...held,
      records: [...siblings, ...own],
      marker: rdata === undefined ? [] : [rdata],
    },
    ownRecords: own.length,
    ...(reason === undefined ? {} : { conflict: reason }),
  };
};

/** A record of another writer at the name, in words; another type beside it would hijack the name as well. */
const foreignAt = (records: readonly HeldRecord[], { others }: HeldName): string | undefined => {
  const [record] = records;
  return record === undefined ? others[0] : recordText(record);
};

const recordText = ({ type, rdata }: HeldRecord): string => `${type} ${rdata}`;

const isHeld = (type: RecordType, records: readonly HeldRecord[]): boolean =>
  records.some((record) => record.type === type);

const rrsetsAt = (name: DomainName, records: readonly HeldRecord[]): readonly Rrset[] =>
  toRrsets(records.map((record) => ({ name, ...record })));

const heldOf = (rrsets: readonly Rrset[]): HeldRecord[] =>
  rrsets.flatMap(({ type, ttlSeconds, rdatas }) => rdatas.map((rdata) => ({ type, ttlSeconds, rdata })));

const markerOf = (
  { owner, name }: Pick<NameSituation, 'owner' | 'name'>,
  { origin, rrsets }: DesiredRecords,
): Rdata => {
  const marks = heldOf(rrsets).map((record) => recordMark(name, record));
  return formatMarker({ owner, object: origin, marks: marks.sort() });
};

const addMarker = (name: DomainName, rdata: Rdata): UpdateOperation => ({
  kind: 'add',
  name,
  type: 'TXT',
  ttlSeconds: markerTtlSeconds,
  rdata,
});
