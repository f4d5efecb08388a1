import { type OracleRrset, unique } from './joinRrsets.ts';
import { type Json, readService, type Service } from './readService.ts';
import { endpointRrsets, serviceRrsets } from './serviceRrsets.ts';
import { type Asking, shareOut } from './shareOut.ts';

/**
 * What the zone must hold, from the objects of the cluster alone. Written after the Kubernetes DNS
 * specification 1.1.0 and the page docs/tenants.md, for a part of the kinds: ClusterIP, headless and
 * ExternalName Services, short names, and names by annotation for ClusterIP Services. It shares no code with
 * the program, so that the two are wrong together in nothing.
 */

/** A name outside the territory; `base` is the name that was asked for, which SRV records stand below. */
export type OracleName = { readonly base: string; readonly rrsets: readonly OracleRrset[] };

export type OracleZone = {
  readonly territory: readonly OracleRrset[];
  readonly outside: ReadonlyMap<string, OracleName>;
};

export type OracleRules = {
  readonly zone: string;
  /** Namespaces whose Services have short names. */
  readonly shortNames: readonly string[];
  /** Whether an annotation of this namespace may ask for the name. */
  readonly mayAsk: (namespace: string, name: string) => boolean;
};

export const oracle = (
  services: readonly Json[],
  slices: readonly Json[],
  rules: OracleRules,
): OracleZone => {
  const territory: OracleRrset[] = [
    { name: `dns-version.${rules.zone}`, type: 'TXT', ttlSeconds: 30, rdatas: ['"1.1.0"'] },
  ];
  const asked = new Map<string, Asking[]>();
  for (const json of services) {
    const service = readService(json, slices);
    const own = `${service.name}.${service.namespace}.svc.${rules.zone}`;
    territory.push(...serviceRrsets(service, own, own));
    territory.push(...endpointRrsets(service, own));
    for (const base of basesOf(service, rules)) {
      const rrsets = serviceRrsets(service, base, own);
      if (rrsets.length > 0) asked.set(base, [...(asked.get(base) ?? []), { service, rrsets }]);
    }
  }
  const outside = new Map<string, OracleName>();
  for (const [base, askers] of asked)
    for (const rrset of shareOut(askers)) {
      const before = outside.get(rrset.name)?.rrsets ?? [];
      outside.set(rrset.name, { base, rrsets: [...before, rrset] });
    }
  return { territory, outside };
};

const basesOf = ({ namespace, name, hostnames }: Service, rules: OracleRules): readonly string[] => {
  const short = rules.shortNames.includes(namespace) ? [`${name}.${rules.zone}`] : [];
  const byAnnotation = hostnames.map((host) => `${host}.`).filter((host) => rules.mayAsk(namespace, host));
  return unique([...short, ...byAnnotation]);
};
