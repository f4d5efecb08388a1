import type { Buffer } from 'node:buffer';
import { malformed } from '../dnsError.ts';
import { encodeName, maxNameWireOctets, readNameThatEnds } from '../nameReader.ts';
import { quotedOctets } from '../quotedOctets.ts';
import { isSubstitution } from './isSubstitution.ts';
import { badRdata, isUint16, type RecordTypeRow } from './recordTypeRow.ts';
import { numberField, octetsOfField, splitFields } from './splitFields.ts';

/**
 * A rewrite rule (RFC 3403 §4.1): `order preference "flags" "services" "regexp" replacement`. Case counts in
 * the strings, as it does for BIND; not in the name.
 */
export const naptr: RecordTypeRow = {
  typeNumber: 35,
  encode: (rdata, target, offset) => {
    const [order = '', preference = '', ...rest] = splitFields(rdata) ?? [];
    const strings = rest.slice(0, 3).map(characterString);
    if (rest.length !== 4 || ![order, preference].every(isUint16)) throw badRdata('NAPTR', rdata, needed);
    target.writeUInt16BE(Number(order), offset);
    target.writeUInt16BE(Number(preference), offset + 2);
    let at = offset + 4;
    for (const [index, octets] of strings.entries()) {
      if (octets === undefined || quotedOctets(octets) !== rest[index])
        throw badRdata('NAPTR', rdata, needed);
      target[at] = octets.length;
      at += 1 + octets.copy(target, at + 1);
    }
    return encodeName(rest[3] ?? '', target, at);
  },
  decode: (reader, offset, length) => {
    const { octets } = reader;
    const end = offset + length;
    const strings: string[] = [];
    let at = offset + 4;
    for (let left = 3; left > 0; left--) {
      const next = at + 1 + (octets[at] ?? 0);
      if (next >= end) throw malformed(`NAPTR at octet ${offset} does not fit its RDLENGTH ${length}`);
      strings.push(quotedOctets(octets.subarray(at + 1, next)));
      at = next;
    }
    const numbers = `${octets.readUInt16BE(offset)} ${octets.readUInt16BE(offset + 2)}`;
    return `${numbers} ${strings.join(' ')} ${readNameThatEnds(reader, at, end)}`;
  },
  maxOctets: maxNameWireOctets,
  fromFields: (fields, absolute) => {
    const [order, preference] = [numberField(fields[0], 0xffff), numberField(fields[1], 0xffff)];
    const strings = fields.slice(2, 5).map(characterString);
    const bad = (why: string) => badRdata('NAPTR', fields.join(' '), why);
    if (order === undefined || preference === undefined || fields.length !== 6) throw bad(needed);
    const [flags, services, regexp] = strings;
    if (flags === undefined || services === undefined || regexp === undefined) throw bad(needed);
    if (!isSubstitution(regexp)) throw bad('a regexp as "!pattern!replacement!" (RFC 3402 §3.2)');
    const texts = [flags, services, regexp].map(quotedOctets).join(' ');
    return `${order} ${preference} ${texts} ${absolute(fields[5] ?? '')}`;
  },
};

const needed =
  'two numbers from 0 to 65535, three strings of at most 255 octets (flags, services, regexp) and a name';

const characterString = (field: string): Buffer | undefined => {
  const octets = octetsOfField(field);
  return octets === undefined || octets.length > 255 ? undefined : octets;
};
