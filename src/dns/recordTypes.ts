import { Buffer } from 'node:buffer';
import { canonicalName } from './canonicalName.ts';
import type { MalformedMessage } from './dnsError.ts';
import { malformed, malformedOr } from './dnsError.ts';
import { createNameReader } from './nameReader.ts';
import { a } from './rdata/a.ts';
import { aaaa } from './rdata/aaaa.ts';
import { caa } from './rdata/caa.ts';
import { isGeneric, octetsOfGeneric } from './rdata/genericRdata.ts';
import { mx } from './rdata/mx.ts';
import { naptr } from './rdata/naptr.ts';
import { oneName } from './rdata/oneName.ts';
import { badRdata, type RecordTypeRow } from './rdata/recordTypeRow.ts';
import { serviceBinding } from './rdata/serviceBinding.ts';
import { splitFields } from './rdata/splitFields.ts';
import { srv } from './rdata/srv.ts';
import { sshfp } from './rdata/sshfp.ts';
import { tlsa } from './rdata/tlsa.ts';
import { txt } from './rdata/txt.ts';
import type { Rdata, RecordType } from './rrset.ts';

/** The record types this program writes. A new type is a row here, and a file in `rdata`. */
export const recordTypes: Readonly<Record<RecordType, RecordTypeRow>> = {
  A: a,
  AAAA: aaaa,
  CAA: caa,
  CNAME: oneName('CNAME', 5),
  HTTPS: serviceBinding('HTTPS', 65),
  MX: mx,
  NAPTR: naptr,
  NS: oneName('NS', 2),
  PTR: oneName('PTR', 12),
  SRV: srv,
  SSHFP: sshfp,
  SVCB: serviceBinding('SVCB', 64),
  TLSA: tlsa,
  TXT: txt,
};

const rowsByNumber: ReadonlyMap<number, RecordTypeRow> = new Map(
  Object.values(recordTypes).map((row) => [row.typeNumber, row]),
);

/** The row of a type number; undefined for a type this program does not write. */
export const recordTypeOfNumber = (typeNumber: number): RecordTypeRow | undefined =>
  rowsByNumber.get(typeNumber);

export const isRecordType = (type: string): type is RecordType => Object.hasOwn(recordTypes, type);

/** Their names, in alphabetical order. */
export const recordTypeNames: readonly RecordType[] = Object.keys(recordTypes).filter(isRecordType);

/**
 * RDATA as octets, names uncompressed. Throws DnsError `badRdata` or `badName` for a text that is no
 * canonical RDATA of the type.
 */
export const encodeRdata = (type: RecordType, rdata: Rdata): Buffer => {
  const row = recordTypes[type];
  const target = Buffer.alloc(2 + row.maxOctets(rdata));
  return target.subarray(2, row.encode(rdata, target, 2));
};

/**
 * RDATA of `length` octets at `offset` of a message (it stands behind its RDLENGTH there; names may be
 * compressed) as canonical text.
 */
export const decodeRdata = (
  type: RecordType,
  message: Uint8Array,
  offset: number,
  length: number,
): { readonly kind: 'rdata'; readonly rdata: Rdata } | MalformedMessage =>
  malformedOr(() => {
    if (offset < 2 || offset + length > message.length) throw malformed('RDATA runs over the end');
    const reader = createNameReader(message);
    if (reader.octets.readUInt16BE(offset - 2) !== length) throw malformed(`RDLENGTH is not ${length}`);
    return { kind: 'rdata' as const, rdata: recordTypes[type].decode(reader, offset, length) };
  });

/**
 * Canonical text of RDATA that a user wrote, as in a zone file, also as `\# length hex` (RFC 3597 §5). Names
 * count as absolute. Throws DnsError `badRdata` or `badName`.
 */
export const canonicalRdata = (type: RecordType, text: string): Rdata => {
  const fields = splitFields(text);
  // What its octets say is looked at as what a user would write.
  const rdata = ofFields(type, isGeneric(fields ?? []) ? ofGeneric(type, text, fields ?? []) : text);
  encodeRdata(type, rdata);
  return rdata;
};

const ofFields = (type: RecordType, text: string): Rdata =>
  recordTypes[type].fromFields(
    type === 'TXT' ? [text] : checkedFields(type, text, splitFields(text)),
    canonicalName,
  );

const checkedFields = (
  type: RecordType,
  text: string,
  fields: readonly string[] | undefined,
): readonly string[] => {
  if (fields === undefined) throw badRdata(type, text, 'an end of each quote, and something behind each \\');
  if (fields.some((field) => control.test(field))) throw badRdata(type, text, 'control characters as \\DDD');
  return fields;
};

const control = /\p{Cc}/u;

/** The octets must be RDATA of the type: what no server would take we do not offer it. */
const ofGeneric = (type: RecordType, text: string, fields: readonly string[]): Rdata => {
  const octets = octetsOfGeneric(fields);
  const length = octets?.length ?? 0;
  const message = Buffer.concat([Buffer.from([length >> 8, length & 0xff]), octets ?? Buffer.alloc(0)]);
  const decoded = octets && decodeRdata(type, message, 2, length);
  if (decoded?.kind !== 'rdata' || isGeneric(decoded.rdata.split(' ')))
    throw badRdata(type, text, 'the length and the octets of such RDATA');
  return decoded.rdata;
};
