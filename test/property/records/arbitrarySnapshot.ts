import * as fc from 'fast-check';
import { canonicalAddress } from '../../../src/dns/address.ts';
import type { Endpoint, EndpointSlice } from '../../../src/model/endpointSlice.ts';
import type { Node } from '../../../src/model/node.ts';
import type { LoadBalancerIngress, Service, ServiceCommon } from '../../../src/model/service.ts';
import type { ServiceSnapshot } from '../../../src/model/serviceSnapshot.ts';

/**
 * Names as people write them: mostly usable, and from few letters, so that Services and endpoints meet at one
 * name.
 */
const label = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('a', 'b', 'web', 'db-0', '10-0-0-1', 'svc', 'pod') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('UPPER', '*', '-x', 'a_b', 'a.b', '', 'x'.repeat(63), 'x'.repeat(64)),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
);

const serviceName = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('web', 'api', 'db', 'svc', 'w'.repeat(63)) },
  { weight: 1, arbitrary: label },
);

const hostname = fc.oneof(
  fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
  fc.constantFrom(
    'web.k8s.example',
    'WWW.k8s.example.',
    'web.default.svc.k8s.example',
    '*.k8s.example',
    'lb.example.net',
  ),
  fc.tuple(label, fc.constantFrom('k8s.example', 'lab.k8s.example')).map((parts) => parts.join('.')),
);

const ipv4 = fc.tuple(fc.nat(2), fc.nat(3)).map(([c, d]) => `10.0.${c}.${d}`);
const ipv6 = fc
  .constantFrom('::5', 'fd00::', 'fd00::1', 'fd00:1::', '::ffff:10.0.0.1')
  .map((text) => canonicalAddress(text) ?? text);
const address = fc.oneof(ipv4, ipv6);

const protocol = fc.constantFrom('tcp' as const, 'udp' as const, 'sctp' as const);
const portName = fc.oneof(fc.constantFrom('', 'http', 'HTTP', 'p'.repeat(62), 'p'.repeat(63)), label);
const portNumber = fc.integer({ min: 1, max: 3 });

const endpoint: fc.Arbitrary<Endpoint> = fc.record({
  address,
  hostname: fc.oneof(fc.constant(''), label),
  ready: fc.boolean(),
  nodeName: fc.constantFrom('', 'node-1', 'node-2'),
  ofPod: fc.boolean(),
  podName: fc.oneof(fc.constant(''), label),
  topologyZone: fc.constantFrom('', 'east', 'East', 'north.corp', 'bad_zone'),
});

const slice: fc.Arbitrary<EndpointSlice> = fc.record({
  namespace: fc.constant('default'),
  name: fc.constantFrom('s-1', 's-2', 's-3'),
  serviceName: fc.constant('web'),
  ports: fc.array(fc.record({ name: portName, protocol, port: portNumber }), { maxLength: 3 }),
  endpoints: fc.array(endpoint, { maxLength: 6 }),
});

const annotations = fc.record(
  {
    'k8s-bind.io/hostname': fc.array(hostname, { maxLength: 3 }).map((names) => names.join(', ')),
    'k8s-bind.io/addresses': fc.constantFrom('cluster-ip', 'endpoints', 'external', 'node', 'none'),
    'k8s-bind.io/ttl': fc.constantFrom('0', '7', '1h', '2147483647', 'soon'),
    'k8s-bind.io/ignore': fc.constantFrom('false', 'no'),
    'k8s-bind.io/srv-weight': fc.constantFrom('0', '65535', '65536', '-1'),
    'external-dns.kubernetes.io/hostname': hostname,
    'external-dns.alpha.kubernetes.io/internal-hostname': hostname,
    'external-dns.kubernetes.io/access': fc.constantFrom('public', 'private', 'none'),
    'external-dns.kubernetes.io/endpoints-type': fc.constantFrom('NodeExternalIP', 'HostIP', 'none'),
    'external-dns.alpha.kubernetes.io/target': fc.constantFrom(
      '192.0.2.1',
      'example.net',
      'web.k8s.example',
      '192.0.2.1,::1,b.example,a.example',
      ',',
    ),
    'example.com/alias': hostname,
  },
  { requiredKeys: [] },
);

const ingress: fc.Arbitrary<LoadBalancerIngress> = fc.oneof(
  address.map((ip) => ({ ip })),
  hostname.map((hostname) => ({ hostname })),
);

const common: fc.Arbitrary<ServiceCommon> = fc.record({
  namespace: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('default', 'shop') },
    { weight: 1, arbitrary: label },
  ),
  name: serviceName,
  uid: fc.constant(''),
  createdMs: fc.constantFrom(0, 1, 2),
  type: fc.constantFrom('ClusterIP' as const, 'NodePort' as const, 'LoadBalancer' as const),
  ports: fc.array(
    fc.record({ name: portName, protocol, port: portNumber, nodePort: fc.constantFrom(0, 30_001, 30_002) }),
    { maxLength: 4 },
  ),
  publishNotReadyAddresses: fc.boolean(),
  localTraffic: fc.boolean(),
  externalIps: fc.array(address, { maxLength: 2 }),
  loadBalancer: fc.array(ingress, { maxLength: 3 }),
  labels: fc.record({ app: label }, { requiredKeys: [] }),
  annotations: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: annotations }),
});

const service: fc.Arbitrary<Service> = fc
  .tuple(
    common,
    fc.constantFrom('cluster-ip', 'headless', 'external-name', 'pending'),
    fc.array(address, { minLength: 1, maxLength: 2 }),
    hostname,
  )
  .map(([any, kind, clusterIps, externalName]): Service => {
    const common = any.type === 'LoadBalancer' ? any : { ...any, loadBalancer: [] };
    if (kind === 'cluster-ip') return { kind, ...common, clusterIps };
    if (kind === 'external-name') return { kind, ...common, type: 'ExternalName', externalName };
    return { kind: kind === 'headless' ? 'headless' : 'pending', ...common };
  });

export const nodes: fc.Arbitrary<readonly Node[]> = fc.array(
  fc.record({
    ref: fc.record({
      kind: fc.constant('Node'),
      namespace: fc.constant(''),
      name: fc.constantFrom('node-1', 'node-2', 'node-3'),
    }),
    uid: fc.constant(''),
    createdMs: fc.constant(0),
    labels: fc.constant({}),
    annotations: fc.constant({}),
    ready: fc.boolean(),
    addresses: fc.array(
      fc.record({ type: fc.constantFrom('InternalIP' as const, 'ExternalIP' as const), address }),
      {
        maxLength: 3,
      },
    ),
  }),
  { maxLength: 3 },
);

/**
 * A Service as it could reach the records: what the projection lets through, and names that no API server
 * would accept.
 */
export const snapshot: fc.Arbitrary<ServiceSnapshot> = fc.record({
  service,
  slices: fc.array(slice, { maxLength: 3 }),
  nodes,
  namespaceLabels: fc.constantFrom({}, { tenant: 'a' }),
});

/** Services of one cluster: no two have the same key. */
export const snapshots: fc.Arbitrary<readonly ServiceSnapshot[]> = fc.uniqueArray(snapshot, {
  maxLength: 6,
  selector: ({ service }) => `${service.namespace}/${service.name}`,
});
