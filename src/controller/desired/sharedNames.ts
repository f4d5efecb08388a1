import type { DomainName, Rdata, Rrset } from '../../dns/rrset.ts';
import type { OriginKey } from '../../model/objectRef.ts';
import { leastTtl } from '../../records/leastTtl.ts';

/**
 * Names of the territory that several Services contribute to: pod names (each contributes the same) and
 * reverse names (each its own PTR). A name holds the union, and goes when its last Service goes.
 */
export type SharedNames = {
  /** Takes in all that a Service contributes now; returns the names whose content may have changed. */
  readonly put: (service: OriginKey, rrsets: readonly Rrset[]) => readonly DomainName[];
  readonly rrsetsAt: (name: DomainName) => readonly Rrset[];
};

export const createSharedNames = (): SharedNames => {
  const byService = new Map<OriginKey, readonly Rrset[]>();
  const byName = new Map<DomainName, Map<OriginKey, readonly Rrset[]>>();

  const set = (name: DomainName, service: OriginKey, rrsets: readonly Rrset[]): void => {
    const contributions = byName.get(name) ?? new Map<OriginKey, readonly Rrset[]>();
    if (rrsets.length === 0) contributions.delete(service);
    else contributions.set(service, rrsets);
    if (contributions.size === 0) byName.delete(name);
    else byName.set(name, contributions);
  };

  return {
    put: (service, rrsets) => {
      if (rrsets.length === 0 && !byService.has(service)) return [];
      const names = new Set([...(byService.get(service) ?? []), ...rrsets].map(({ name }) => name));
      if (rrsets.length === 0) byService.delete(service);
      else byService.set(service, rrsets);
      const byOwner = Map.groupBy(rrsets, ({ name }) => name);
      for (const name of names) set(name, service, byOwner.get(name) ?? []);
      return [...names];
    },
    rrsetsAt: (name) => union([...(byName.get(name)?.values() ?? [])].flat()),
  };
};

/**
 * One RRset per type. Contributions with different TTLs take the smallest, as an RRset has one TTL (RFC 2181
 * §5.2).
 */
const union = (rrsets: readonly Rrset[]): Rrset[] =>
  [...Map.groupBy(rrsets, ({ type }) => type).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([type, parts]) => {
      const [first] = parts;
      if (first === undefined) return [];
      const rdatas = [...new Set(parts.flatMap((part): readonly Rdata[] => part.rdatas))].sort();
      return [{ name: first.name, type, ttlSeconds: leastTtl(parts), rdatas }];
    });
