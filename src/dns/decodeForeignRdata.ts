import { malformed } from './dnsError.ts';
import type { NameReader } from './nameReader.ts';
import { readNameThatEnds } from './nameReader.ts';
import type { Rdata } from './rrset.ts';
import { formatSoa, readSoa, soaType } from './soa.ts';

/**
 * Text of RDATA of a type this program does not write: SOA, NS, MX and DNAME in full, all others as `\#
 * length hex` (RFC 3597 §5).
 */
export const decodeForeignRdata = (
  reader: NameReader,
  typeNumber: number,
  offset: number,
  length: number,
): Rdata => {
  const end = offset + length;
  switch (typeNumber) {
    case soaType:
      return formatSoa(readSoa(reader, offset, length));
    case 2: // NS
    case 39: // DNAME
      return readNameThatEnds(reader, offset, end);
    case 15: // MX
      if (length < 3) throw malformed(`MX at octet ${offset} of ${length} octets`);
      return `${reader.octets.readUInt16BE(offset)} ${readNameThatEnds(reader, offset + 2, end)}`;
    default:
      return length === 0
        ? '\\# 0'
        : `\\# ${length} ${reader.octets.toString('hex', offset, offset + length).toUpperCase()}`;
  }
};
