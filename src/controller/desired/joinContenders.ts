import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { fitAnswer } from '../../records/fitAnswer.ts';
import { leastTtl } from '../../records/leastTtl.ts';
import { compareRrsets } from '../../records/mergeRrsets.ts';
import type { RequestedName } from '../../records/serviceRecords.ts';
import { sortedUnique } from '../../records/sortedUnique.ts';

/** An object with what it has for a base: the name itself and SRV names below it. */
export type Joining = Pick<RequestedName, 'origin'> & { readonly names: readonly RequestedName[] };

export type JoinedContenders<C extends Joining> = {
  /** Who has the base, the oldest first. */
  readonly sharers: readonly C[];
  /** Who goes without, in the order in which they would come to it. */
  readonly losers: readonly C[];
  readonly names: readonly RequestedName[];
};

/** Of more objects the oldest share a name: what each of them costs the others stays small. */
const mostSharers = 100;

/**
 * Who of several objects has a base. Objects of one namespace are of one tenant and share it: every RRset
 * holds what any of them has, with the smallest TTL. An alias cannot be shared (RFC 1034 §3.6.2): it goes
 * without where another of the namespace has addresses, and among aliases the oldest has the name.
 *
 * @param ranked the first would have the base alone
 */
export const joinContenders = <C extends Joining>(ranked: readonly C[]): JoinedContenders<C> => {
  const [first] = ranked;
  if (first === undefined || ranked.length === 1)
    return { sharers: ranked, losers: [], names: first?.names ?? [] };
  const ofNamespace = ranked.filter((one) => one === first || isOfNamespace(one, first));
  const without = ofNamespace.filter((one) => !isAlias(one));
  const sharers = without.length === 0 ? [first] : without.slice(0, mostSharers);
  const [only] = sharers;
  return {
    sharers,
    losers: ranked.filter((one) => !sharers.includes(one)),
    names: sharers.length === 1 && only !== undefined ? only.names : joinNames(sharers),
  };
};

/** Objects without a namespace are of nobody in particular. */
const isOfNamespace = ({ origin }: Joining, { origin: other }: Joining): boolean =>
  origin.namespace !== '' && origin.namespace === other.namespace;

const isAlias = ({ names }: Joining): boolean =>
  names.some(({ rrsets }) => rrsets.some(({ type }) => type === 'CNAME'));

const joinNames = (sharers: readonly Joining[]): readonly RequestedName[] => {
  const byName = new Map<DomainName, RequestedName[]>();
  for (const one of sharers.flatMap(({ names }) => names))
    if (byName.get(one.name)?.push(one) === undefined) byName.set(one.name, [one]);
  return [...byName.values()].flatMap((parts) => {
    const [oldest] = parts;
    return oldest === undefined ? [] : [{ ...oldest, rrsets: union(parts.flatMap(({ rrsets }) => rrsets)) }];
  });
};

const union = (rrsets: readonly Rrset[]): readonly Rrset[] =>
  [...Map.groupBy(rrsets, ({ type }) => type).values()]
    .flatMap((parts) => {
      const [first] = parts;
      if (first === undefined) return [];
      const ttlSeconds = leastTtl(parts);
      const rdatas = sortedUnique(parts.flatMap((part) => part.rdatas));
      return [fitAnswer({ ...first, ttlSeconds, rdatas })];
    })
    .sort(compareRrsets);
