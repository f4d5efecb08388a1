import type { OracleRrset } from './joinRrsets.ts';
import { joinRrsets } from './joinRrsets.ts';
import { at, texts } from './json.ts';
import type { Cluster, OracleRules, OracleZone } from './oracle.ts';
import { readService } from './readService.ts';
import { inNetworks, pointerName } from './zones.ts';

/**
 * The PTRs of the cluster: of each cluster IP to its Service (§2.3.3), and of each ready endpoint of a headless
 * Service to its own name (§2.4.3), inside the networks alone. A cluster IP is its Service's, whatever slices
 * say (RECORDS.md 22, 23).
 */
export const reverseOracle = (cluster: Cluster, rules: OracleRules): OracleZone => {
  const clusterIps = new Set(
    cluster.services
      .filter((json) => at(json, 'spec', 'type') !== 'ExternalName')
      .flatMap((json) => texts(at(json, 'spec', 'clusterIPs'))),
  );
  const pointers: OracleRrset[] = [];
  const point = (address: string, target: string, ttlSeconds: number): void => {
    if (inNetworks(address))
      pointers.push({ name: pointerName(address), type: 'PTR', ttlSeconds, rdatas: [target] });
  };
  for (const json of cluster.services) {
    const {
      name,
      namespace,
      isBalanced,
      addresses,
      endpoints = [],
    } = readService(json, cluster.endpointslices);
    const own = `${name}.${namespace}.svc.${rules.zone}`;
    for (const address of isBalanced ? [] : addresses) point(address, own, 30);
    for (const { address, label } of endpoints)
      if (!clusterIps.has(address)) point(address, `${label}.${own}`, 5);
  }
  return { territory: joinRrsets(pointers), outside: new Map() };
};
