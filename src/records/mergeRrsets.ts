import { compareNames } from '../dns/compareNames.ts';
import type { RecordType, Rrset } from '../dns/rrset.ts';

/** The order in which the RRsets of one name are listed. */
const typeOrder: Readonly<Record<RecordType, number>> = { A: 1, AAAA: 2, CNAME: 3, PTR: 4, SRV: 5, TXT: 6 };

/** Canonical order of owner names (RFC 4034 §6.1), then by type. */
export const compareRrsets = (a: Rrset, b: Rrset): number =>
  a.name === b.name ? typeOrder[a.type] - typeOrder[b.type] : compareNames(a.name, b.name);

/**
 * Two lists in canonical order as one. A sort would compare every name many times; endpoint names are most of
 * all there is.
 */
export const mergeRrsets = (a: readonly Rrset[], b: readonly Rrset[]): readonly Rrset[] => {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const merged: Rrset[] = [];
  let inA = 0;
  for (const rrset of b) {
    for (let next = a[inA]; next !== undefined && compareRrsets(next, rrset) <= 0; next = a[++inA])
      merged.push(next);
    merged.push(rrset);
  }
  for (; inA < a.length; inA++) merged.push(a[inA] as Rrset);
  return merged;
};
