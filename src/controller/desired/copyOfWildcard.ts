import type { DomainName } from '../../dns/rrset.ts';
import { countRecords } from '../../records/limitRrsets.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';
import type { RequestedName } from '../../records/serviceRecords.ts';

/**
 * What a wildcard has, at another name. Delegations are not copied, nor an alias to where it would stand;
 * undefined when nothing is left.
 */
export const copyOfWildcard = (wildcard: RequestedName, name: DomainName): RequestedName | undefined => {
  const rrsets = wildcard.rrsets
    .filter(({ type, rdatas }) => type !== 'NS' && !(type === 'CNAME' && rdatas.includes(name)))
    .map((rrset) => ({ ...rrset, name }));
  return rrsets.length === 0 ? undefined : { ...wildcard, name, base: name, rrsets };
};

/** How many copies it may have: all of them together have no more records than one object may. */
export const mostCopies = (
  { rrsets }: RequestedName,
  { maxWildcardNames, maxRecords }: Pick<RecordOptions, 'maxWildcardNames' | 'maxRecords'>,
): number => Math.min(maxWildcardNames, Math.floor(maxRecords / Math.max(1, countRecords(rrsets))));
