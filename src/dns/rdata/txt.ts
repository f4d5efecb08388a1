import { Buffer } from 'node:buffer';
import { dnsPacketRdata } from '../dnsPacketRdata.ts';
import { formatCharacterStrings, parseCharacterStrings } from '../parseCharacterStrings.ts';
import { badRdata, type RecordTypeRow, wrongLength } from './recordTypeRow.ts';

/** One or more character-strings (RFC 1035 §3.3.14). */
export const txt: RecordTypeRow = {
  typeNumber: 16,
  encode: (rdata, target, offset) => {
    const strings = parseCharacterStrings(rdata);
    if (strings.reduce((sum, { length }) => sum + 1 + length, 0) > 0xffff)
      throw badRdata('TXT', rdata, 'at most 65,535 octets');
    dnsPacketRdata.txt.encode(strings, target, offset - 2);
    return offset + target.readUInt16BE(offset - 2);
  },
  decode: (reader, offset, length) => {
    checkCharacterStrings(reader.octets, offset, length);
    return formatCharacterStrings(dnsPacketRdata.txt.decode(reader.octets, offset - 2));
  },
  maxOctets: (rdata) => Buffer.byteLength(rdata) + 1,
  fromFields: (fields) => formatCharacterStrings(parseCharacterStrings(fields.join(' '))),
};

/** dns-packet reads on over the end of a string that is longer than RDLENGTH allows. */
const checkCharacterStrings = (octets: Buffer, offset: number, length: number): void => {
  let at = offset;
  while (at < offset + length) at += 1 + (octets[at] ?? 0);
  if (length === 0 || at !== offset + length) throw wrongLength('TXT', offset, length);
};
