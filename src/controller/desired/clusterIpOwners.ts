import { parseAddress } from '../../dns/address.ts';
import { reverseName } from '../../dns/reverseName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import type { OriginKey } from '../../model/objectRef.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../../model/originSnapshot.ts';

/**
 * Which reverse names are those of cluster IPs, of all Services that exist, whether a zone selects them or
 * not. What stands there is for the Service alone to say: slices are written by tenants, and one of them may
 * name the cluster IP of another.
 */
export type ClusterIpOwners = {
  /** Returns the names that have become those of a cluster IP, or are it no longer. */
  readonly put: (key: OriginKey, snapshot: OriginSnapshot | undefined) => readonly DomainName[];
  readonly has: (name: DomainName) => boolean;
};

/** @param holds whether a name lies in the zone concerned; others are not kept */
export const createClusterIpOwners = (holds: (name: DomainName) => boolean): ClusterIpOwners => {
  const byService = new Map<OriginKey, readonly DomainName[]>();
  /** How many Services have the address: in a cluster one, in manifests there may be several. */
  const counts = new Map<DomainName, number>();

  const count = (name: DomainName, step: 1 | -1): void => {
    const sum = (counts.get(name) ?? 0) + step;
    if (sum === 0) counts.delete(name);
    else counts.set(name, sum);
  };

  return {
    put: (key, snapshot) => {
      const before = byService.get(key) ?? [];
      const after = clusterIpNames(snapshot).filter(holds);
      if (before.length + after.length === 0) return [];
      const had = new Set([...before, ...after].filter((name) => counts.has(name)));
      if (after.length === 0) byService.delete(key);
      else byService.set(key, after);
      for (const name of after) count(name, 1);
      for (const name of before) count(name, -1);
      return [...new Set([...before, ...after])].filter((name) => had.has(name) !== counts.has(name));
    },
    has: (name) => counts.has(name),
  };
};

const clusterIpNames = (snapshot: OriginSnapshot | undefined): readonly DomainName[] =>
  snapshot !== undefined && isServiceSnapshot(snapshot) && snapshot.service.kind === 'cluster-ip'
    ? [...new Set(snapshot.service.clusterIps)].flatMap((text) => {
        const address = parseAddress(text);
        return address === undefined ? [] : [reverseName(address)];
      })
    : [];
