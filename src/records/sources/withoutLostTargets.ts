import type { DomainName } from '../../dns/rrset.ts';
import { parseRequestedName } from './parseRequestedName.ts';
import type { SourceRequest } from './sourceRequest.ts';

/**
 * The requests of one object without SRV records to those of its names that ask for addresses and have none
 * left in the zone: they would lead nowhere.
 */
export const withoutLostTargets = (requests: readonly SourceRequest[]): readonly SourceRequest[] => {
  const lost = lostNames(requests);
  if (lost.size === 0) return requests;
  return requests.map((request) => ({
    ...request,
    content: request.content.map((rrset) =>
      rrset.type === 'SRV'
        ? { ...rrset, rdatas: rrset.rdatas.filter((rdata) => !lost.has(targetOf(rdata))) }
        : rrset,
    ),
  }));
};

const targetOf = (rdata: string): DomainName => rdata.slice(rdata.lastIndexOf(' ') + 1);

const lostNames = (requests: readonly SourceRequest[]): ReadonlySet<DomainName> => {
  const asked = new Set<DomainName>();
  const kept = new Set<DomainName>();
  for (const request of requests) {
    const parsed = parseRequestedName(request);
    if (parsed.kind !== 'name') continue;
    for (const { type, rdatas } of request.content) {
      if (type !== 'A' && type !== 'AAAA') continue;
      (rdatas.length === 0 ? asked : kept).add(parsed.name);
    }
  }
  return new Set([...asked].filter((name) => !kept.has(name)));
};
