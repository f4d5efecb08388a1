import { decodeHeader } from '../dns/header.ts';
import { rcodeName } from '../dns/rcodeName.ts';
import type { UnknownOutcome } from './updateOutcome.ts';

/**
 * What is known of an answer that has no TSIG and should have one: nothing. Some servers refuse like this
 * what they cannot check: PowerDNS a key that it does not know or a clock that is off, Knot DNS a zone that
 * is not there, NSD every UPDATE.
 */
export const unsignedAnswer = (octets: Uint8Array): UnknownOutcome => {
  const header = decodeHeader(octets);
  const rcode = header.kind === 'malformed' ? 'NOERROR' : rcodeName(header.rcode);
  return rcode === 'NOERROR'
    ? { kind: 'unknown', reason: 'the answer is not signed' }
    : { kind: 'unknown', reason: `the answer ${rcode} is not signed`, unsignedRcode: rcode };
};
