/** The record types this program writes. Everything else in a zone is somebody else's. */
export type RecordType =
  | 'A'
  | 'AAAA'
  | 'CAA'
  | 'CNAME'
  | 'HTTPS'
  | 'MX'
  | 'NAPTR'
  | 'NS'
  | 'PTR'
  | 'SRV'
  | 'SSHFP'
  | 'SVCB'
  | 'TLSA'
  | 'TXT';

/**
 * A domain name in canonical presentation form: absolute (trailing dot), ASCII letters in lower case, octets
 * outside printable ASCII as `\DDD` and `.`, `\`, `"`, `;`, `(`, `)`, `@`, `$` inside a label escaped with a
 * backslash (RFC 1035 §5.1, RFC 4034 §6.2). Two names are equal when their texts are equal.
 */
export type DomainName = string;

/**
 * RDATA in canonical presentation form: addresses canonical (RFC 5952), numbers in decimal, names as {@link
 * DomainName}, fields separated by one blank, strings in quotes, digests in upper-case hexadecimal without
 * blanks, parameters of SVCB in the order of their keys. Two RDATA of one type are equal when their texts are
 * equal. What another writer put there and has no such text is `\# length hex` (RFC 3597 §5).
 */
export type Rdata = string;

/** One resource record (RFC 1035 §3.2.1), class IN. */
export type ResourceRecord = {
  readonly name: DomainName;
  readonly type: RecordType;
  readonly ttlSeconds: number;
  readonly rdata: Rdata;
};

/** All records of one name and type (RFC 2181 §5); never empty, RDATA without duplicates. */
export type Rrset = {
  readonly name: DomainName;
  readonly type: RecordType;
  readonly ttlSeconds: number;
  readonly rdatas: readonly Rdata[];
};

/** Identifies an RRset within a zone. */
export const rrsetKey = (rrset: { readonly name: DomainName; readonly type: RecordType }): string =>
  `${rrset.name} ${rrset.type}`;

/** Identifies a record within a zone; its TTL does not count. */
export const recordKey = ({ name, type, rdata }: Omit<ResourceRecord, 'ttlSeconds'>): string =>
  `${name} ${type} ${rdata}`;
