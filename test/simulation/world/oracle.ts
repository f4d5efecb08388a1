import type { Collection } from './apiContent.ts';
import { ingressRequests } from './ingressRequests.ts';
import type { OracleRrset } from './joinRrsets.ts';
import type { Json } from './json.ts';
import { readService } from './readService.ts';
import type { Request } from './requests.ts';
import { routeRequests } from './routeRequests.ts';
import { serviceRequests } from './serviceRequests.ts';
import { endpointRrsets, serviceRrsets } from './serviceRrsets.ts';
import { shareOut } from './shareOut.ts';

/**
 * What the zone must hold, from the objects of the cluster alone. Written after the Kubernetes DNS
 * specification 1.1.0 and the page docs/tenants.md, for a part of the kinds: ClusterIP, headless,
 * ExternalName and LoadBalancer Services, short names, names by annotation, hosts of Ingresses and routes. It
 * shares no code with the program, so that the two are wrong together in nothing. Copies of wildcards follow from
 * what else exists in the zone, and are not here.
 */

/** A name outside the territory; `base` is the name that was asked for, which SRV records stand below. */
export type OracleName = { readonly base: string; readonly rrsets: readonly OracleRrset[] };

export type OracleZone = {
  readonly territory: readonly OracleRrset[];
  readonly outside: ReadonlyMap<string, OracleName>;
};

/** The objects of the cluster, as the API server has them. */
export type Cluster = Readonly<Record<Collection, readonly Json[]>>;

export type OracleRules = {
  readonly zone: string;
  /** Namespaces whose Services have short names. */
  readonly shortNames: readonly string[];
  /** Whether an annotation of this namespace may ask for the name. */
  readonly mayAsk: (namespace: string, name: string) => boolean;
  /** Whether an Ingress of this namespace may have the host. */
  readonly mayRoute: (namespace: string, host: string) => boolean;
};

export const oracle = (cluster: Cluster, rules: OracleRules): OracleZone => {
  const territory: OracleRrset[] = [
    { name: `dns-version.${rules.zone}`, type: 'TXT', ttlSeconds: 30, rdatas: ['"1.1.0"'] },
  ];
  const requests: Request[] = [
    ...cluster.ingresses.flatMap((json) => ingressRequests(json, rules)),
    ...cluster.httproutes.flatMap((json) => routeRequests(json, cluster, rules)),
  ];
  for (const json of cluster.services) {
    const service = readService(json, cluster.endpointslices);
    const own = `${service.name}.${service.namespace}.svc.${rules.zone}`;
    territory.push(...serviceRrsets(service, own, own), ...endpointRrsets(service, own));
    requests.push(...serviceRequests(service, own, rules));
  }
  const outside = new Map<string, OracleName>();
  for (const [base, askers] of Map.groupBy(requests, ({ base }) => base))
    for (const rrset of shareOut(askers)) {
      const before = outside.get(rrset.name)?.rrsets ?? [];
      outside.set(rrset.name, { base, rrsets: [...before, rrset] });
    }
  return { territory, outside };
};
