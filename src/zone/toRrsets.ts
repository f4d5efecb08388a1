import type { Rdata, ResourceRecord, Rrset } from '../dns/rrset.ts';

/** Records as RRsets, in the order of their first record. */
export const toRrsets = (records: Iterable<ResourceRecord>): Rrset[] => {
  const byKey = new Map<string, { -readonly [K in keyof Rrset]: Rrset[K] } & { rdatas: Rdata[] }>();
  for (const { name, type, ttlSeconds, rdata } of records) {
    const key = `${name} ${type}`;
    const rrset = byKey.get(key);
    if (rrset === undefined) byKey.set(key, { name, type, ttlSeconds, rdatas: [rdata] });
    else rrset.rdatas.push(rdata);
  }
  return [...byKey.values()];
};
