import type { Rdata } from '../dns/rrset.ts';
import type { Soa } from './zoneClient.ts';

/**
 * Reads the text of a SOA's RDATA (RFC 1035 §3.3.13). The negative TTL is the smaller of the SOA's own TTL and MINIMUM (RFC 2308 §4): so long do
 * resolvers remember that a name does not exist.
 */
export const parseSoa = (rdata: Rdata, ttlSeconds: number): Soa | undefined => {
  const fields = rdata.split(' ');
  const serial = Number(fields[2]);
  const minimum = Number(fields[6]);
  if (fields.length !== 7 || !Number.isInteger(serial) || !Number.isInteger(minimum)) return undefined;
  return { serial, negativeTtlSeconds: Math.min(ttlSeconds, minimum) };
};
