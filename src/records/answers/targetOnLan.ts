import { isBelow } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { usualClusterDomain } from '../../model/isClusterDomain.ts';
import { hasPodNames } from '../hasPodNames.ts';
import type { RecordOptions } from '../recordOptions.ts';

/** Where a CNAME that is meant for the cluster's own resolvers has to point for everybody else. */
export type TargetOnLan =
  | { readonly kind: 'target'; readonly name: DomainName }
  /** A name that only the cluster's DNS knows. `needed` finishes the sentence "…: found …, ". */
  | { readonly kind: 'cluster-only'; readonly name: DomainName; readonly needed: string };

/**
 * With `--cluster-domain` a target below `svc` of the cluster is the same name below the zone. What else is
 * inside the cluster's domain is dead on the LAN, unless one of our zones has that name.
 */
export const targetOnLan = (target: DomainName, options: RecordOptions): TargetOnLan => {
  const { clusterDomain, zone, otherZones } = options;
  const domain = clusterDomain ?? usualClusterDomain;
  if (!isBelow(target, domain) || [zone, ...otherZones].some((zone) => isBelow(target, zone)))
    return { kind: 'target', name: target };
  if (clusterDomain === undefined)
    return {
      kind: 'cluster-only',
      name: target,
      needed: `--cluster-domain ${domain.slice(0, -1)}, or a name of the zone`,
    };
  const trees = ['svc', ...(hasPodNames(options) ? ['pod'] : [])];
  return trees.some((tree) => isBelow(target, `${tree}.${domain}`))
    ? { kind: 'target', name: `${target.slice(0, -domain.length)}${zone}` }
    : { kind: 'cluster-only', name: target, needed: `a name below svc.${domain}` };
};
