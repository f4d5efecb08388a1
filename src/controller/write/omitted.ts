import { type ResourceRecord, recordKey } from '../../dns/rrset.ts';

/**
 * Records that the name server omitted of an UPDATE it answered with NOERROR (RFC 2136 §3.4.2 lets it), found
 * out by reading back.
 */
export type Omitted = {
  readonly kind: 'omitted';
  readonly cause: OmittedCause;
  readonly records: readonly ResourceRecord[];
};

/**
 * | cause         | seen by                                                    |
 * | ------------- | ---------------------------------------------------------- |
 * | `ttl`         | the records are there, with a smaller TTL (`max-zone-ttl`)  |
 * | `cname`       | a CNAME, or records beside one: a CNAME stands alone        |
 * | `policyCount` | others of the same RRset are there (`A(2)` in update-policy) |
 * | `unknown`     | none of these                                              |
 */
export type OmittedCause = 'ttl' | 'cname' | 'policyCount' | 'unknown';

export type WriteSeen = {
  /** What was acknowledged. */
  readonly expected: readonly ResourceRecord[];
  /** What is there. */
  readonly actual: readonly ResourceRecord[];
  /**
   * Records that were added or taken away since the last reading, whoever did that: what was there for a
   * moment was not omitted.
   */
  readonly seen: readonly ResourceRecord[];
};

/**
 * What the server omitted of a write; undefined when all of it is there, or was there until another writer
 * removed it.
 */
export const findOmitted = ({ expected, actual, seen }: WriteSeen): Omitted | undefined => {
  const known = new Set([...actual, ...seen].map(fullKey));
  const records = expected.filter((record) => !known.has(fullKey(record)));
  return records.length === 0 ? undefined : { kind: 'omitted', cause: causeOf(records, actual), records };
};

const causeOf = (records: readonly ResourceRecord[], actual: readonly ResourceRecord[]): OmittedCause => {
  const ttls = new Map(actual.map((record) => [recordKey(record), record.ttlSeconds]));
  if (records.every((record) => (ttls.get(recordKey(record)) ?? Infinity) < record.ttlSeconds)) return 'ttl';
  const aliases = new Set(actual.filter(({ type }) => type === 'CNAME').map(({ name }) => name));
  if (records.some(({ name, type }) => type === 'CNAME' || aliases.has(name))) return 'cname';
  const rrsets = new Set(actual.map(({ name, type }) => `${name} ${type}`));
  return records.every(({ name, type }) => rrsets.has(`${name} ${type}`)) ? 'policyCount' : 'unknown';
};

const fullKey = (record: ResourceRecord): string => `${record.ttlSeconds} ${recordKey(record)}`;
