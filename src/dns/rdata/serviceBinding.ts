import { Buffer } from 'node:buffer';
import { maxLabelOctets, maxNameOctets } from '../canonicalName.ts';
import { encodeName, maxNameWireOctets, readName } from '../nameReader.ts';
import { octetRow } from './octetRow.ts';
import { formatSvcParams, parseSvcParams, type SvcParam } from './parseSvcParams.ts';
import { badRdata, type RecordTypeRow } from './recordTypeRow.ts';
import { numberField } from './splitFields.ts';

/**
 * How to reach a service (RFC 9460 §2): `priority target key=value …`, SVCB and HTTPS. Beside priority 0, an
 * alias, parameters mean nothing; BIND keeps them, and so do we.
 *
 * For BIND two targets in different case are two records. A canonical text has lower case alone, so that what
 * others wrote with capitals stays octets.
 */
export const serviceBinding = (type: 'SVCB' | 'HTTPS', typeNumber: number): RecordTypeRow =>
  octetRow({
    type,
    typeNumber,
    parse: (fields, absolute) => {
      const bad = (needed: string) => badRdata(type, fields.join(' '), needed);
      const [first, target, ...rest] = fields;
      const priority = numberField(first, 0xffff);
      if (priority === undefined || target === undefined)
        throw bad('a priority from 0 to 65535, a name and parameters');
      const read = parseSvcParams(rest);
      if (read.kind === 'invalid') throw bad(read.needed);
      return octetsOf(priority, absolute(target), read.params);
    },
    format: (reader, offset, end) => {
      const { octets } = reader;
      const paramsAt = canonicalNameEnd(octets, offset + 2, end);
      if (paramsAt === undefined) return undefined;
      const params = readParams(octets, paramsAt, end);
      const priority = octets.readUInt16BE(offset);
      const text = params && formatSvcParams(params);
      return text === undefined ? undefined : `${priority} ${readName(reader, offset + 2)}${text}`;
    },
    // An address of IPv6 takes more octets than characters: its shortest text has two colons.
    maxOctets: (rdata) => 3 + rdata.length + 8 * (rdata.split(':').length - 1),
  });

const octetsOf = (priority: number, target: string, params: readonly SvcParam[]): Buffer => {
  const head = Buffer.alloc(2 + maxNameWireOctets(target));
  head.writeUInt16BE(priority);
  const end = encodeName(target, head, 2);
  const parts = params.flatMap(({ key, value }) => {
    const { length } = value;
    return [Buffer.from([key >> 8, key & 0xff, length >> 8, length & 0xff]), value];
  });
  return Buffer.concat([head.subarray(0, end), ...parts]);
};

/** The end of a name on the wire that is neither compressed nor has capitals; undefined for any other. */
const canonicalNameEnd = (octets: Buffer, offset: number, end: number): number | undefined => {
  let at = offset;
  while (at < end) {
    const length = octets[at] ?? 0;
    const next = at + 1 + length;
    if (length > maxLabelOctets || next - offset > maxNameOctets || next > end) return undefined;
    if (length === 0) return next;
    for (const octet of octets.subarray(at + 1, next)) if (octet >= 0x41 && octet <= 0x5a) return undefined;
    at = next;
  }
  return undefined;
};

const readParams = (octets: Buffer, offset: number, end: number): readonly SvcParam[] | undefined => {
  const params: SvcParam[] = [];
  let at = offset;
  while (at + 4 <= end) {
    const next = at + 4 + octets.readUInt16BE(at + 2);
    params.push({ key: octets.readUInt16BE(at), value: octets.subarray(at + 4, next) });
    at = next;
  }
  return at === end ? params : undefined;
};
