import type { DomainName, Rdata, RecordType } from '../dns/rrset.ts';
import type { ServiceKey } from '../model/service.ts';
import { claimLabel } from './claim.ts';
import { formatTxtFields, parseTxtFields } from './txtFields.ts';

/**
 * Says that a name outside the territory is ours: one TXT record in the side tree, at `<name>._k8s-bind.<zone>`. It stands beside nothing, so the
 * name itself can be a CNAME. It lists the records that are ours at the name, so that after a restart a hand-written sibling
 * is still told apart from a record of ours that has become stale.
 */
export type Marker = {
  readonly owner: string;
  readonly service: ServiceKey;
  /** {@link recordMark} of each record of ours at the name, sorted. */
  readonly records: readonly string[];
};

export const markerTtlSeconds = 60;

export const formatMarker = (marker: Marker): Rdata =>
  formatTxtFields({ owner: marker.owner, service: marker.service, records: marker.records.join(',') });

export const parseMarker = (rdata: Rdata): Marker | undefined => {
  const fields = parseTxtFields(rdata);
  const owner = fields?.['owner'];
  const service = fields?.['service'];
  if (fields === undefined || owner === undefined || service === undefined) return undefined;
  return { owner, service, records: (fields['records'] ?? '').split(',').filter((mark) => mark !== '') };
};

/** `webapp.k8s.example.` → `webapp._k8s-bind.k8s.example.`; the zone's own name has its marker at `_apex._k8s-bind.<zone>`. */
export const markerName = (name: DomainName, zone: DomainName): DomainName =>
  name === zone ? `_apex.${claimLabel}.${zone}` : `${name.slice(0, -zone.length)}${claimLabel}.${zone}`;

/** The name a marker speaks of; the inverse of {@link markerName}. */
export const markedName = (marker: DomainName, zone: DomainName): DomainName => {
  const prefix = marker.slice(0, -(claimLabel.length + 1 + zone.length));
  return prefix === '_apex.' ? zone : `${prefix}${zone}`;
};

/** A short name for one record, by type and RDATA: FNV-1a of 52 bits, in base 36. TTLs do not count: a record of another TTL is still ours. */
export const recordMark = (record: { readonly type: RecordType; readonly rdata: Rdata }): string => {
  const text = `${record.type} ${record.rdata}`;
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return ((high & 0xfffff) * 0x1_0000_0000 + (low >>> 0)).toString(36);
};
