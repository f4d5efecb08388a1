import { Buffer } from 'node:buffer';
import { formatIpv6, parseAddress, parseIpv6, writeIpv4 } from './address.ts';
import { canonicalName } from './canonicalName.ts';
import type { MalformedMessage } from './dnsError.ts';
import { DnsError, malformed, malformedOr } from './dnsError.ts';
import { dnsPacketRdata } from './dnsPacketRdata.ts';
import type { NameReader } from './nameReader.ts';
import { createNameReader, encodeName, maxNameWireOctets, readNameThatEnds } from './nameReader.ts';
import { formatCharacterStrings, parseCharacterStrings } from './parseCharacterStrings.ts';
import type { DomainName, Rdata, RecordType } from './rrset.ts';

/** All that this program knows about one record type. A new type is one more row of {@link recordTypes}. */
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
  /** Canonical text of what a zone file or a user wrote; `absolute` makes names absolute. Throws DnsError. */
  readonly fromFields: (fields: readonly string[], absolute: (name: string) => DomainName) => Rdata;
};

const a: RecordTypeRow = {
  typeNumber: 1,
  encode: (rdata, target, offset) => {
    if (!writeIpv4(rdata, target, offset)) throw badRdata('A', rdata, 'four numbers from 0 to 255');
    return offset + 4;
  },
  decode: (reader, offset, length) => {
    if (length !== 4) throw wrongLength('A', offset, length);
    return dnsPacketRdata.a.decode(reader.octets, offset - 2);
  },
  maxOctets: () => 4,
  fromFields: (fields) => oneField('A', fields),
};

const aaaa: RecordTypeRow = {
  typeNumber: 28,
  encode: (rdata, target, offset) => {
    const octets = parseIpv6(rdata);
    if (octets === undefined) throw badRdata('AAAA', rdata, 'an IPv6 address');
    target.set(octets, offset);
    return offset + 16;
  },
  decode: (reader, offset, length) => {
    if (length !== 16) throw wrongLength('AAAA', offset, length);
    return formatIpv6(reader.octets, offset);
  },
  maxOctets: () => 16,
  fromFields: (fields) => {
    const address = parseAddress(oneField('AAAA', fields));
    if (address?.kind !== 'ipv6') throw badRdata('AAAA', fields.join(' '), 'an IPv6 address');
    return address.text;
  },
};

/** A type whose RDATA is one name. */
const oneName = (type: RecordType, typeNumber: number): RecordTypeRow => ({
  typeNumber,
  encode: encodeName,
  decode: (reader, offset, length) => readNameThatEnds(reader, offset, offset + length),
  maxOctets: maxNameWireOctets,
  fromFields: (fields, absolute) => absolute(oneField(type, fields)),
});

const srv: RecordTypeRow = {
  typeNumber: 33,
  encode: (rdata, target, offset) => {
    const [priority = '', weight = '', port = '', name = '', ...rest] = rdata.split(' ');
    if (rest.length > 0 || ![priority, weight, port].every(isUint16)) {
      throw badRdata('SRV', rdata, 'three numbers from 0 to 65535 and a name');
    }
    target.writeUInt16BE(Number(priority), offset);
    target.writeUInt16BE(Number(weight), offset + 2);
    target.writeUInt16BE(Number(port), offset + 4);
    return encodeName(name, target, offset + 6);
  },
  decode: (reader, offset, length) => {
    if (length < 7) throw wrongLength('SRV', offset, length);
    const { octets } = reader;
    const target = readNameThatEnds(reader, offset + 6, offset + length);
    return `${octets.readUInt16BE(offset)} ${octets.readUInt16BE(offset + 2)} ${octets.readUInt16BE(offset + 4)} ${target}`;
  },
  maxOctets: (rdata) => 6 + maxNameWireOctets(rdata),
  fromFields: (fields, absolute) => {
    const [priority = '', weight = '', port = '', name = '', ...rest] = fields;
    if (name === '' || rest.length > 0) {
      throw badRdata('SRV', fields.join(' '), 'three numbers from 0 to 65535 and a name');
    }
    return `${priority} ${weight} ${port} ${absolute(name)}`;
  },
};

const txt: RecordTypeRow = {
  typeNumber: 16,
  encode: (rdata, target, offset) => {
    dnsPacketRdata.txt.encode(parseCharacterStrings(rdata), target, offset - 2);
    return offset + target.readUInt16BE(offset - 2);
  },
  decode: (reader, offset, length) => {
    checkCharacterStrings(reader.octets, offset, length);
    return formatCharacterStrings(dnsPacketRdata.txt.decode(reader.octets, offset - 2));
  },
  maxOctets: (rdata) => Buffer.byteLength(rdata) + 1,
  fromFields: (fields) => formatCharacterStrings(parseCharacterStrings(fields.join(' '))),
};

/**
 * The record types this program writes. Names inside are ours, not dns-packet's: see
 * {@link dnsPacketRdata.a}'s file.
 */
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

export const recordTypeNames = Object.keys(recordTypes) as readonly RecordType[];

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
  const octets = Buffer.alloc(2 + row.maxOctets(rdata));
  row.encode(rdata, octets, 2);
  return rdata;
};

/** dns-packet reads on over the end of a string that is longer than RDLENGTH allows. */
const checkCharacterStrings = (octets: Buffer, offset: number, length: number): void => {
  let at = offset;
  while (at < offset + length) at += 1 + (octets[at] ?? 0);
  if (length === 0 || at !== offset + length) throw wrongLength('TXT', offset, length);
};

const isUint16 = (text: string): boolean => /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 0xffff;

const oneField = (type: RecordType, fields: readonly string[]): string => {
  const [field = '', ...rest] = fields;
  if (field === '' || rest.length > 0) throw badRdata(type, fields.join(' '), 'exactly one field');
  return field;
};

const badRdata = (type: RecordType, rdata: string, needed: string): DnsError =>
  new DnsError('badRdata', `Cannot use the ${type} "${rdata}": needed ${needed}`);

const wrongLength = (type: RecordType, offset: number, length: number): DnsError =>
  malformed(`${type} at octet ${offset} does not fit its RDLENGTH ${length}`);
