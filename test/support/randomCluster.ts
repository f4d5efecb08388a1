import * as fc from 'fast-check';

/** Objects as manifests hold them. */
export type ManifestObject = Readonly<Record<string, unknown>>;

/** An entry of `zones:` in the configuration file. */
export type ZoneEntry = { readonly zone: string } & Readonly<Record<string, unknown>>;

const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });

/** Few addresses, so that several Services have the same pods. */
const podAddress = fc.integer({ min: 1, max: 6 }).map((octet) => `10.1.0.${octet}`);
const clusterAddress = fc.integer({ min: 1, max: 9 }).map((octet) => `10.96.0.${octet}`);

const askedName = fc.constantFrom(
  'nas.lan',
  'web.lan',
  'web.k8s.lan',
  'nas.k8s.lan.',
  'deep.web.k8s.lan',
  'www.shop.example',
  'nas.elsewhere.example',
);

const annotations = fc
  .record({
    hostname: some(fc.uniqueArray(askedName, { minLength: 1, maxLength: 3 }).map((names) => names.join(','))),
    addresses: some(fc.constantFrom('endpoints', 'external')),
    ttl: some(fc.constantFrom('7s', '99s')),
  })
  .map((given) =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) =>
        value === undefined ? [] : [[`k8s-bind.io/${name}`, value]],
      ),
    ),
  );

const endpoint = fc
  .record({ address: podAddress, ready: fc.boolean(), hostname: some(fc.constantFrom('a', 'b')) })
  .map(({ address, ready, hostname }) => ({
    addresses: [address],
    conditions: { ready },
    targetRef: { kind: 'Pod', name: `pod-${address.slice(-1)}` },
    ...(hostname === undefined ? {} : { hostname }),
  }));

const spec = fc.oneof(
  clusterAddress.map((clusterIP) => ({ clusterIP, clusterIPs: [clusterIP, 'fd00::1'] })),
  fc.constant({ clusterIP: 'None' }),
  fc.constant({ type: 'ExternalName', externalName: 'smtp.example.net' }),
  clusterAddress.map((clusterIP) => ({
    type: 'LoadBalancer',
    clusterIP,
    clusterIPs: [clusterIP],
    externalIPs: ['192.0.2.9'],
  })),
);

/** A Service with its slice. */
const service: fc.Arbitrary<{ readonly key: string; readonly objects: readonly ManifestObject[] }> = fc
  .record({
    namespace: fc.constantFrom('default', 'shop'),
    name: fc.constantFrom('web', 'api', 'nas'),
    created: fc.constantFrom('2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    annotations,
    spec,
    endpoints: fc.array(endpoint, { maxLength: 4 }),
  })
  .map(({ namespace, name, created, annotations, spec, endpoints }) => ({
    key: `${namespace}/${name}`,
    objects: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { namespace, name, annotations, creationTimestamp: created },
        spec: { ...spec, ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
      },
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { namespace, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
        addressType: 'IPv4',
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
        endpoints,
      },
    ],
  }));

/** Hosts above, below and beside each other, wildcards among them. */
const askedHost = fc.constantFrom(
  '*.k8s.lan',
  '*.web.k8s.lan',
  '*.lan',
  'a.deep.web.k8s.lan',
  'nas.k8s.lan',
  'b.web.lan',
  'www.shop.example',
  '*.shop.example',
);

const ingress: fc.Arbitrary<{ readonly key: string; readonly objects: readonly ManifestObject[] }> = fc
  .record({
    namespace: fc.constantFrom('default', 'shop'),
    name: fc.constantFrom('all', 'one'),
    created: fc.constantFrom('2024-06-01T00:00:00Z', '2025-06-01T00:00:00Z'),
    hosts: fc.uniqueArray(askedHost, { minLength: 1, maxLength: 3 }),
    ips: fc.subarray(['192.0.2.10', '192.0.2.11', 'fd00::10']),
  })
  .map(({ namespace, name, created, hosts, ips }) => ({
    key: `${namespace}/${name}`,
    objects: [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { namespace, name, creationTimestamp: created },
        spec: { rules: hosts.map((host) => ({ host })) },
        status: { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } },
      },
    ],
  }));

const several = <Object extends { readonly key: string }>(
  object: fc.Arbitrary<Object>,
  most: number,
): fc.Arbitrary<Object[]> => fc.uniqueArray(object, { maxLength: most, selector: ({ key }) => key });

export const cluster: fc.Arbitrary<readonly ManifestObject[]> = fc
  .tuple(
    fc.uniqueArray(service, { minLength: 1, maxLength: 6, selector: ({ key }) => key }),
    several(ingress, 3),
  )
  .map((kinds) => kinds.flat().flatMap(({ objects }) => objects));

const template = fc.constantFrom<unknown[]>(
  '{service}.k8s.lan',
  '{service}.{namespace}.{zone}',
  { template: '{service}-lb.{zone}', addresses: 'external' },
  { template: '{service}.k8s.lan', namespaces: ['shop'], ttl: '50s' },
  '{service}.lan',
);

const zoneEntry = (zone: string): fc.Arbitrary<ZoneEntry> =>
  fc.record({
    zone: fc.constant(zone),
    shortNames: fc.constantFrom([], ['default'], ['default', 'shop']),
    names: fc.uniqueArray(template, { maxLength: 2 }),
    allow: fc.constantFrom<unknown[]>(
      [],
      [{ names: ['**'] }],
      [{ names: ['*.{zone}', '*.k8s.lan'], namespaces: ['default'] }],
      [{ names: ['**', '*.{zone}', '*.web.{zone}'] }],
    ),
    sources: fc.constantFrom(['service'], ['service', 'ingress'], ['service', 'ingress']),
    maxWildcardNames: fc.constantFrom(1_000, 3),
    addresses: fc.constantFrom('cluster-ip', 'endpoints', 'external'),
    podNames: fc.boolean(),
    endpointNames: fc.boolean(),
    srvAtService: fc.boolean(),
    hideEmpty: fc.boolean(),
    reverse: fc.constantFrom([], ['10.1.0.0/16'], ['10.0.0.0/8']),
    ptr: fc.constantFrom('all', 'one', 'hostname-only', 'none'),
  });

/** One zone. */
export const oneZone: fc.Arbitrary<readonly ZoneEntry[]> = zoneEntry('k8s.lan.').map((entry) => [entry]);

/** Two or three zones, one below another, which may ask for names in each other. */
export const severalZones: fc.Arbitrary<readonly ZoneEntry[]> = fc
  .tuple(zoneEntry('lan.'), zoneEntry('k8s.lan.'), zoneEntry('shop.example.'), fc.boolean())
  .map(([lan, below, apart, three]) => (three ? [lan, below, apart] : [lan, below]));
