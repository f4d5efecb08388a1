/**
 * What the zone must hold, from the objects of the cluster alone. Written after the Kubernetes DNS
 * specification 1.1.0 and the page docs/tenants.md, for a part of the kinds: ClusterIP, headless and
 * ExternalName Services, short names, and names by annotation for ClusterIP Services. It shares no code with
 * the program, so that the two are wrong together in nothing.
 */

export type OracleRrset = {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly rdatas: readonly string[];
};

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

type Json = Readonly<Record<string, unknown>>;

const addressTtl = 30;
const endpointTtl = 5;

export const oracle = (
  services: readonly Json[],
  slices: readonly Json[],
  rules: OracleRules,
): OracleZone => {
  const territory: OracleRrset[] = [
    { name: `dns-version.${rules.zone}`, type: 'TXT', ttlSeconds: addressTtl, rdatas: ['"1.1.0"'] },
  ];
  const asked = new Map<string, Asking[]>();
  for (const json of services) {
    const service = readService(json, slices);
    const own = `${service.name}.${service.namespace}.svc.${rules.zone}`;
    territory.push(...recordsOf(service, own, own));
    territory.push(...endpointRecords(service, own));
    for (const base of basesOf(service, rules)) {
      const rrsets = recordsOf(service, base, own);
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

type Service = {
  readonly namespace: string;
  readonly name: string;
  readonly created: string;
  readonly hostnames: readonly string[];
  readonly alias: string | undefined;
  readonly addresses: readonly string[];
  /** Undefined: not headless. */
  readonly endpoints: readonly Endpoint[] | undefined;
  readonly ports: readonly Port[];
};
type Port = { readonly name: string; readonly protocol: string; readonly port: number };
/** `label`: what its own name begins with (§2.4.1). */
type Endpoint = { readonly address: string; readonly label: string; readonly ports: readonly Port[] };

const at = (json: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Json | undefined)?.[key], json);
const list = (value: unknown): readonly Json[] => (value ?? []) as readonly Json[];
const texts = (value: unknown): readonly string[] => (value ?? []) as readonly string[];
const textAt = (json: unknown, ...path: readonly string[]): string => (at(json, ...path) ?? '') as string;

const readService = (json: Json, slices: readonly Json[]): Service => {
  const namespace = textAt(json, 'metadata', 'namespace');
  const name = textAt(json, 'metadata', 'name');
  const isAlias = at(json, 'spec', 'type') === 'ExternalName';
  const isHeadless = !isAlias && at(json, 'spec', 'clusterIP') === 'None';
  const clusterIps = texts(at(json, 'spec', 'clusterIPs'));
  const asked = textAt(json, 'metadata', 'annotations', 'k8s-bind.io/hostname');
  return {
    namespace,
    name,
    created: textAt(json, 'metadata', 'creationTimestamp'),
    hostnames: asked.split(',').filter((host) => host !== ''),
    alias: isAlias ? `${textAt(json, 'spec', 'externalName')}.` : undefined,
    addresses: isAlias || isHeadless ? [] : clusterIps,
    endpoints: isHeadless ? endpointsOf(namespace, name, slices) : undefined,
    ports: isAlias ? [] : portsOf(at(json, 'spec', 'ports')),
  };
};

/** Unnamed ports have no SRV (§2.3.2). */
const portsOf = (ports: unknown): readonly Port[] =>
  list(ports)
    .filter((port) => textAt(port, 'name') !== '')
    .map((port) => ({
      name: textAt(port, 'name'),
      protocol: textAt(port, 'protocol').toLowerCase(),
      port: Number(port['port']),
    }));

/** Ready ones; `ready` absent is ready. An address that stands in two places counts once. */
const endpointsOf = (namespace: string, service: string, slices: readonly Json[]): readonly Endpoint[] =>
  slices
    .filter(
      (slice) =>
        at(slice, 'metadata', 'namespace') === namespace &&
        at(slice, 'metadata', 'labels', 'kubernetes.io/service-name') === service,
    )
    .flatMap((slice) =>
      list(slice['endpoints'])
        .filter((endpoint) => at(endpoint, 'conditions', 'ready') !== false)
        .flatMap((endpoint) =>
          texts(endpoint['addresses']).map((address) => ({
            address,
            label: textAt(endpoint, 'hostname') || address.replaceAll('.', '-'),
            ports: portsOf(slice['ports']),
          })),
        ),
    );

const recordsOf = (service: Service, name: string, own: string): readonly OracleRrset[] => {
  const { alias, addresses, endpoints } = service;
  if (alias !== undefined) return [{ name, type: 'CNAME', ttlSeconds: addressTtl, rdatas: [alias] }];
  if (endpoints === undefined)
    return addresses.length === 0
      ? []
      : [...addressRrsets(name, addresses, addressTtl), ...clusterPorts(service, name)];
  const answers = addressRrsets(
    name,
    endpoints.map(({ address }) => address),
    endpointTtl,
  );
  return [...answers, ...endpointPorts(endpoints, name, own)];
};

const addressRrsets = (name: string, addresses: readonly string[], ttlSeconds: number): OracleRrset[] =>
  (['A', 'AAAA'] as const).flatMap((type) => {
    const rdatas = unique(addresses.filter((address) => address.includes(':') === (type === 'AAAA')));
    return rdatas.length === 0 ? [] : [{ name, type, ttlSeconds, rdatas }];
  });

const clusterPorts = ({ ports }: Service, name: string): OracleRrset[] =>
  joined(
    ports.map(({ name: port, protocol, port: number }) => ({
      name: `_${port}._${protocol}.${name}`,
      type: 'SRV',
      ttlSeconds: addressTtl,
      rdatas: [`0 100 ${number} ${name}`],
    })),
  );

const endpointPorts = (endpoints: readonly Endpoint[], name: string, own: string): OracleRrset[] =>
  joined(
    endpoints.flatMap(({ label, ports }) =>
      ports.map(({ name: port, protocol, port: number }) => ({
        name: `_${port}._${protocol}.${name}`,
        type: 'SRV',
        ttlSeconds: endpointTtl,
        rdatas: [`0 100 ${number} ${label}.${own}`],
      })),
    ),
  );

const endpointRecords = ({ endpoints = [] }: Service, own: string): readonly OracleRrset[] =>
  joined(endpoints.flatMap(({ label, address }) => addressRrsets(`${label}.${own}`, [address], endpointTtl)));

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** RRsets of one name and type are one: every record of any, and the smallest TTL. */
const joined = (rrsets: readonly OracleRrset[]): OracleRrset[] => {
  const byKey = new Map<string, OracleRrset>();
  for (const rrset of rrsets) {
    const key = `${rrset.name} ${rrset.type}`;
    const before = byKey.get(key);
    byKey.set(
      key,
      before === undefined
        ? rrset
        : {
            ...before,
            ttlSeconds: Math.min(before.ttlSeconds, rrset.ttlSeconds),
            rdatas: unique([...before.rdatas, ...rrset.rdatas]),
          },
    );
  }
  return [...byKey.values()];
};

const basesOf = ({ namespace, name, hostnames }: Service, rules: OracleRules): readonly string[] => {
  const short = rules.shortNames.includes(namespace) ? [`${name}.${rules.zone}`] : [];
  const byAnnotation = hostnames.map((host) => `${host}.`).filter((host) => rules.mayAsk(namespace, host));
  return unique([...short, ...byAnnotation]);
};

type Asking = { readonly service: Service; readonly rrsets: readonly OracleRrset[] };

/**
 * The oldest has a name, and shares it with the Services of its namespace (docs/tenants.md). An alias stands
 * alone: it goes without where another of the namespace has addresses.
 */
const shareOut = (askers: readonly Asking[]): readonly OracleRrset[] => {
  const ranked = [...askers].sort((a, b) => compare(rank(a), rank(b)));
  const [first] = ranked;
  if (first === undefined) return [];
  const ofNamespace = ranked.filter(({ service }) => service.namespace === first.service.namespace);
  const withAddresses = ofNamespace.filter(({ service }) => service.alias === undefined);
  return joined((withAddresses.length === 0 ? [first] : withAddresses).flatMap(({ rrsets }) => rrsets));
};

const rank = ({ service }: Asking): string => `${service.created} ${service.namespace}/${service.name}`;
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
