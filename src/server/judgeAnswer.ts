import type { DecodedMessage } from '../dns/decodeMessage.ts';
import { rcodeName } from '../dns/rcodeName.ts';
import type { DomainName, RecordType } from '../dns/rrset.ts';
import type { AskResult } from './zoneClient.ts';

export type AskedFor = { readonly zone: DomainName; readonly name: DomainName; readonly type: RecordType };

/**
 * What an answer says about an RRset that the zone holds.
 *
 * | answer                                      | result                                    |
 * | ------------------------------------------- | ----------------------------------------- |
 * | the RRset                                   | `answered`                                |
 * | for NS, a referral at the very name         | `answered`: so a delegation is            |
 * | a DNAME or CNAME in its place               | `hidden`: leads elsewhere                 |
 * | no answer, SOA of another zone (RFC 2308 §3) | `hidden`: a more specific zone            |
 * | no answer, NS in the authority section      | `hidden`: delegated (RFC 1034 §4.3.2)     |
 * | NXDOMAIN, or no data                        | `hidden`: the name or type is not there   |
 * | REFUSED, SERVFAIL …                         | `not-known`                               |
 */
export const judgeAnswer = (message: DecodedMessage, { zone, name, type }: AskedFor): AskResult => {
  const rcode = rcodeName(message.rcode);
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') return { kind: 'not-known', isReached: true };
  if (message.answers.some((record) => record.name === name && record.type === type))
    return { kind: 'answered' };
  if (type === 'NS' && message.authority.some((record) => record.name === name && record.type === type))
    return { kind: 'answered' };
  const alias = message.answers.find((record) => record.type === 'DNAME' || record.type === 'CNAME');
  if (alias !== undefined)
    return {
      kind: 'hidden',
      cause: 'alias',
      found: `answers ${alias.type} at ${alias.name}, which leads elsewhere`,
    };
  const soa = message.authority.find((record) => record.type === 'SOA');
  if (soa !== undefined && soa.name !== zone)
    return { kind: 'hidden', cause: 'zone', found: `answers from zone ${soa.name}, which is more specific` };
  const delegation = message.authority.find((record) => record.type === 'NS' && record.name !== zone);
  if (soa === undefined && delegation !== undefined)
    return { kind: 'hidden', cause: 'delegation', found: `refers to other servers at ${delegation.name}` };
  const found = rcode === 'NXDOMAIN' ? 'answers that there is no such name' : 'answers without data';
  return { kind: 'hidden', cause: 'absent', found };
};
