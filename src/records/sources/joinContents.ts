import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { leastTtl } from '../leastTtl.ts';
import { compareRrsets } from '../mergeRrsets.ts';
import type { Fault } from '../outside/requestProblem.ts';
import { sortedUnique } from '../sortedUnique.ts';
import type { RrsetContent } from './sourceRequest.ts';

/**
 * Everything that is asked for at one name, as RRsets: one for each type, with the smallest TTL (RFC 2181
 * §5.2). A CNAME stands alone and once, so beside other records it is left out, and of two the first in order
 * counts.
 */
export const joinContents = (
  name: DomainName,
  contents: readonly RrsetContent[],
): { readonly rrsets: readonly Rrset[]; readonly fault: Fault | undefined } => {
  const rrsets = [...Map.groupBy(contents, ({ type }) => type)].map(([type, parts]): Rrset => {
    const rdatas = sortedUnique(parts.flatMap(({ rdatas }) => rdatas));
    return { name, type, ttlSeconds: leastTtl(parts), rdatas };
  });
  const alias = rrsets.find(({ type }) => type === 'CNAME');
  const others = rrsets.filter(({ type }) => type !== 'CNAME').sort(compareRrsets);
  if (alias === undefined) return { rrsets: others, fault: undefined };
  const [target, further] = alias.rdatas;
  if (others.length > 0) {
    const found = `a CNAME to "${target}" is asked for beside other records, and nothing may stand beside one`;
    return { rrsets: others, fault: { kind: 'alias-beside-addresses', name, found } };
  }
  if (target === name) {
    const found = 'it would be an alias of itself, needed another host name';
    return { rrsets: [], fault: { kind: 'alias-of-itself', name, found } };
  }
  if (target === undefined || further === undefined) return { rrsets: [alias], fault: undefined };
  const found = `"${target}" is published already, and a name has at most one CNAME`;
  return { rrsets: [{ ...alias, rdatas: [target] }], fault: { kind: 'several-aliases', name, found } };
};
