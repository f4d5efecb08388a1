import { compareNames } from '../dns/compareNames.ts';
import type { RecordType, Rrset } from '../dns/rrset.ts';

/** Canonical order of owner names (RFC 4034 §6.1), then types by their names. */
export const compareRrsets = (a: Rrset, b: Rrset): number =>
  a.name === b.name ? compareTypes(a.type, b.type) : compareNames(a.name, b.name);

const compareTypes = (a: RecordType, b: RecordType): number => (a < b ? -1 : Number(a > b));

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
