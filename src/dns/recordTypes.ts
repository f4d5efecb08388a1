import { Buffer } from 'node:buffer';
import { canonicalName } from './canonicalName.ts';
import type { MalformedMessage } from './dnsError.ts';
import { malformed, malformedOr } from './dnsError.ts';
import { createNameReader } from './nameReader.ts';
import { a } from './rdata/a.ts';
import { aaaa } from './rdata/aaaa.ts';
import { oneName } from './rdata/oneName.ts';
import type { RecordTypeRow } from './rdata/recordTypeRow.ts';
import { srv } from './rdata/srv.ts';
import { txt } from './rdata/txt.ts';
import type { Rdata, RecordType } from './rrset.ts';

/** The record types this program writes. A new type is a row here, and a file in `rdata`. */
export const recordTypes: Readonly<Record<RecordType, RecordTypeRow>> = {
  A: a,
  AAAA: aaaa,
  CNAME: oneName('CNAME', 5),
  PTR: oneName('PTR', 12),
  SRV: srv,
  TXT: txt,
};

const rowsByNumber: ReadonlyMap<number, RecordTypeRow> = new Map(
  Object.values(recordTypes).map((row) => [row.typeNumber, row]),
);

/** The row of a type number; undefined for a type this program does not write. */
export const recordTypeOfNumber = (typeNumber: number): RecordTypeRow | undefined =>
  rowsByNumber.get(typeNumber);

export const isRecordType = (type: string): type is RecordType => Object.hasOwn(recordTypes, type);

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
 * Canonical text of RDATA that a user wrote. Names count as absolute. Throws DnsError `badRdata` or
 * `badName`.
 */
export const canonicalRdata = (type: RecordType, text: string): Rdata => {
  const row = recordTypes[type];
  const fields = type === 'TXT' ? [text] : text.trim().split(/\s+/);
  const rdata = row.fromFields(fields, canonicalName);
  encodeRdata(type, rdata);
  return rdata;
};
