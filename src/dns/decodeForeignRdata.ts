import type { NameReader } from './nameReader.ts';
import { readNameThatEnds } from './nameReader.ts';
import { genericRdata } from './rdata/genericRdata.ts';
import type { Rdata } from './rrset.ts';
import { formatSoa, readSoa, soaType } from './soa.ts';

/**
 * Text of RDATA of a type this program does not write: SOA and DNAME in full, all others as `\# length hex`
 * (RFC 3597 §5).
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
    case 39: // DNAME
      return readNameThatEnds(reader, offset, end);
    default:
      return genericRdata(reader.octets.subarray(offset, end));
  }
};
