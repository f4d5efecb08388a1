import type { Rdata, Rrset } from '../dns/rrset.ts';

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

/**
 * FNV-1a of the text with a finishing mix, so that addresses that differ in one digit get ranks far apart.
 */
const rankOf = (rdata: Rdata): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < rdata.length; at++) hash = Math.imul(hash ^ rdata.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};
