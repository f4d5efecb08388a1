import { hash } from 'node:crypto';
import type { DomainName, Rdata, RecordType } from '../dns/rrset.ts';
import { type ObjectRef, objectRefPath, parseObjectRef } from '../model/objectRef.ts';
import { claimLabel } from './claim.ts';
import type { HeldName, HeldRecord } from './heldName.ts';
import { isServiceType } from './isServiceType.ts';
import { oldRecordMark } from './oldRecordMark.ts';
import { formatTxtFields, parseTxtFields, type TxtFields } from './txtFields.ts';

/**
 * Says that a name outside the territory is ours: one TXT record in the side tree, at
 * `<name>._k8s-bind.<zone>`. It stands beside nothing, so the name itself can be a CNAME. It lists the
 * records that are ours at the name, so that after a restart a hand-written sibling is still told apart from
 * a record of ours that has become stale.
 */
export type Marker = {
  readonly owner: string;
  /** What asks for the name. */
  readonly object: ObjectRef;
  /** {@link recordMark} of each record of ours at the name, sorted. */
  readonly marks: readonly string[];
};

export const markerTtlSeconds = 60;

/** In the zone the marks of one type stand behind it without blanks: `records=A:<mark><mark>,AAAA:<mark>`. */
export const formatMarker = (marker: Marker): Rdata => {
  const byType = Map.groupBy(marker.marks, (mark) => mark.slice(0, -markCharacters - 1));
  const records = [...byType].map(
    ([type, marks]) => `${type}:${marks.map((mark) => mark.slice(-markCharacters)).join('')}`,
  );
  const object = objectRefPath(marker.object);
  return formatTxtFields({ owner: marker.owner, object, records: records.join(',') });
};

export const parseMarker = (rdata: Rdata): Marker | undefined => {
  const fields = parseTxtFields(rdata);
  const owner = fields?.['owner'];
  const object = fields && objectOf(fields);
  if (fields === undefined || owner === undefined || object === undefined) return undefined;
  return { owner, object, marks: (fields['records'] ?? '').split(',').flatMap(marksOf) };
};

/** Versions before 0.2 knew Services alone, and wrote their key: `service=default/web`. */
const objectOf = (fields: TxtFields): ObjectRef | undefined => {
  const service = fields['service'];
  return parseObjectRef(service === undefined ? (fields['object'] ?? '') : `Service/${service}`);
};

/** `A:<mark><mark>` → `A:<mark>`, `A:<mark>`; a mark of the first schema has no type. */
const marksOf = (group: string): readonly string[] => {
  const [type = '', marks] = group.split(':');
  if (marks === undefined) return group === '' ? [] : [group];
  const whole: string[] = [];
  for (let at = 0; at + markCharacters <= marks.length; at += markCharacters)
    whole.push(`${type}:${marks.slice(at, at + markCharacters)}`);
  return whole;
};

/**
 * `webapp.k8s.example.` → `webapp._k8s-bind.k8s.example.`; the zone's own name has its marker at
 * `_apex._k8s-bind.<zone>`.
 */
export const markerName = (name: DomainName, zone: DomainName): DomainName =>
  name === zone ? `_apex.${claimLabel}.${zone}` : `${name.slice(0, -zone.length)}${claimLabel}.${zone}`;

/** The name a marker speaks of; the inverse of {@link markerName}. */
export const markedName = (marker: DomainName, zone: DomainName): DomainName => {
  const prefix = marker.slice(0, -(claimLabel.length + 1 + zone.length));
  // In one piece: it is kept as the key of a map, and one put together by a template keeps its parts.
  return prefix === '_apex.' ? zone : [prefix, zone].join('');
};

/** 132 bits in base64url. */
const markCharacters = 22;

/**
 * Stands for one record in a marker: its type in clear, and SHA-256 over owner name, type and RDATA. Tenants
 * choose RDATA, so a mark must not be forged; and a mark of one type never covers another. TTLs do not count:
 * a record with another TTL is still ours.
 */
export const recordMark = (
  name: DomainName,
  { type, rdata }: { readonly type: RecordType; readonly rdata: Rdata },
): string => `${type}:${hash('sha256', `${name} ${type} ${rdata}`, 'base64url').slice(0, markCharacters)}`;

/**
 * Of the records at a name those that its marker lists. A marker of the first schema has weak marks, which
 * two records may share: then only the one that is desired counts as ours, and nothing is deleted on such a
 * word.
 */
export const markedRecords = (
  name: DomainName,
  marker: Marker,
  records: readonly HeldRecord[],
  isDesired: (record: HeldRecord) => boolean,
): readonly HeldRecord[] => {
  const marks = new Set(marker.marks);
  const strong = records.filter((record) => marks.has(recordMark(name, record)));
  if (marker.marks.every((mark) => mark.includes(':'))) return strong;
  const known = records.filter(({ type }) => isServiceType(type));
  const weak = Map.groupBy(known, oldRecordMark);
  return known.filter((record) => {
    const mark = oldRecordMark(record);
    return marks.has(mark) && (weak.get(mark)?.length === 1 || isDesired(record));
  });
};

/** The records at a name outside that are the owner's. */
export const recordsOwnedAt = (name: DomainName, held: HeldName, owner: string): readonly HeldRecord[] => {
  const [first, second] = held.marker.flatMap((rdata) => parseMarker(rdata) ?? []);
  if (first === undefined || second !== undefined || first.owner !== owner) return [];
  return markedRecords(name, first, held.records, () => true);
};
