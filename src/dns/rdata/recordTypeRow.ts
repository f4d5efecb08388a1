import type { Buffer } from 'node:buffer';
import { DnsError, malformed } from '../dnsError.ts';
import type { NameReader } from '../nameReader.ts';
import type { DomainName, Rdata, RecordType } from '../rrset.ts';

/** All that this program knows about one record type. */
export type RecordTypeRow = {
  /** IANA "Resource Record (RR) TYPEs". */
  readonly typeNumber: number;
  /**
   * Writes RDATA with uncompressed names (RFC 3597 §4) behind two octets of RDLENGTH at `offset - 2`; returns
   * the offset behind it. Throws DnsError.
   */
  readonly encode: (rdata: Rdata, target: Buffer, offset: number) => number;
  /**
   * Reads the `length` octets at `offset`, which follow their RDLENGTH; every octet must be used. Throws
   * DnsError `malformed`.
   */
  readonly decode: (reader: NameReader, offset: number, length: number) => Rdata;
  /** What `encode` takes at most. */
  readonly maxOctets: (rdata: Rdata) => number;
  /**
   * Canonical text of what a zone file or a user wrote, cut into fields; `absolute` makes names absolute.
   * Throws DnsError.
   */
  readonly fromFields: (fields: readonly string[], absolute: (name: string) => DomainName) => Rdata;
};

export const isUint16 = (text: string): boolean =>
  /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 0xffff;

/** The only field there may be. Throws DnsError `badRdata`. */
export const oneField = (type: RecordType, fields: readonly string[]): string => {
  const [field = '', ...rest] = fields;
  if (field === '' || rest.length > 0) throw badRdata(type, fields.join(' '), 'exactly one field');
  return field;
};

export const badRdata = (type: RecordType, rdata: string, needed: string): DnsError =>
  new DnsError('badRdata', `Cannot use the ${type} "${rdata}": needed ${needed}`);

export const wrongLength = (type: RecordType, offset: number, length: number): DnsError =>
  malformed(`${type} at octet ${offset} does not fit its RDLENGTH ${length}`);
