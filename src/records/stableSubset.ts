import type { Rrset } from '../dns/rrset.ts';
import { rankOf } from './rankOf.ts';

/**
 * At most `limit` records of an RRset, for a BIND that refuses more (`max-records-per-type`). Each RDATA has
 * a fixed rank, a hash of its text, and the lowest ranks stay: one endpoint more or less changes at most one
 * record of the subset, and which endpoints are in it does not depend on who came first. Rdatas keep their
 * order.
 */
export const stableSubset = (rrset: Rrset, limit: number): Rrset => {
  if (rrset.rdatas.length <= limit) return rrset;
  const ranked = rrset.rdatas.map((rdata) => ({ rdata, rank: rankOf(rdata) }));
  ranked.sort((a, b) => a.rank - b.rank || (a.rdata < b.rdata ? -1 : 1));
  const kept = new Set(ranked.slice(0, limit).map(({ rdata }) => rdata));
  return { ...rrset, rdatas: rrset.rdatas.filter((rdata) => kept.has(rdata)) };
};
