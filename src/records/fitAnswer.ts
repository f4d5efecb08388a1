import { maxNameWireOctets } from '../dns/nameReader.ts';
import { recordTypes } from '../dns/recordTypes.ts';
import type { Rdata, Rrset } from '../dns/rrset.ts';
import { stableSubset } from './stableSubset.ts';

/** A DNS message over TCP (RFC 1035 §4.2.2). */
const messageOctets = 65_535;
/** The header, the end of the question, and room for EDNS and TSIG. */
const otherOctets = 12 + 4 + 512;
/** A pointer to the owner name, type, class, TTL and RDLENGTH. */
const fixedOctets = 12;
/** No RRset of so few records can be too long, whatever its names. */
const alwaysFits = 200;

/**
 * At most as many records of an RRset as one answer can carry: what passes that would be stored and never
 * answered (TC, and then nothing). A stable subset, so that one endpoint more or less changes one record.
 */
export const fitAnswer = (rrset: Rrset): Rrset => {
  if (rrset.rdatas.length <= alwaysFits) return rrset;
  const room = messageOctets - otherOctets - maxNameWireOctets(rrset.name);
  let octets = 0;
  let longest = 0;
  for (const rdata of rrset.rdatas) {
    const size = fixedOctets + rdataOctets(rrset.type, rdata);
    octets += size;
    longest = Math.max(longest, size);
  }
  return octets <= room ? rrset : stableSubset(rrset, Math.floor(room / longest));
};

/** The same of each RRset. The list itself, when all of them fit: so it nearly always is. */
export const fitAnswers = (rrsets: readonly Rrset[]): readonly Rrset[] =>
  rrsets.every(({ rdatas }) => rdatas.length <= alwaysFits) ? rrsets : rrsets.map(fitAnswer);

/** An SRV is three numbers and a name that is never compressed (RFC 2782). */
const rdataOctets = (type: Rrset['type'], rdata: Rdata): number =>
  type === 'SRV'
    ? 6 + maxNameWireOctets(rdata.slice(rdata.lastIndexOf(' ') + 1))
    : recordTypes[type].maxOctets(rdata);
