import { describe, expect, test } from 'vitest';
import { recordsOfRrset } from '../../../../src/dns/formatZone.ts';
import type { Endpoint } from '../../../../src/model/endpointSlice.ts';
import type { Node } from '../../../../src/model/node.ts';
import type { Service, ServiceCommon } from '../../../../src/model/service.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { recordsOf } from '../../../../src/records/recordsOf.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import {
  clusterIpService,
  endpoint,
  externalNameService,
  headlessService,
  machine,
  slice,
} from '../snapshots.ts';

/** A Service with external-dns's annotations, and what stands at the names that they ask for. */
type Case = {
  readonly title: string;
  readonly service: Service;
  readonly nodes?: readonly Node[];
  readonly endpoints?: readonly Endpoint[];
  readonly options?: Partial<RecordOptions>;
  readonly expected: readonly string[];
  /** Why external-dns has something else there; absent where it has the same. */
  readonly differs?: string;
};

const prefix = 'external-dns.kubernetes.io/';

const asks = (annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(annotations).map(([name, text]) => [prefix + name, text]));

const web = asks({ hostname: 'www.k8s.example' });

const balanced = (
  loadBalancer: ServiceCommon['loadBalancer'],
  members: Partial<ServiceCommon> = {},
): Service => clusterIpService({ type: 'LoadBalancer', annotations: web, loadBalancer, ...members });

const nodePort = (members: Partial<ServiceCommon> = {}): Service =>
  clusterIpService({
    type: 'NodePort',
    annotations: web,
    ports: [{ name: '', protocol: 'tcp', port: 80, nodePort: 30_080 }],
    ...members,
  });

const headless = (annotations = web, members: Partial<ServiceCommon> = {}): Service =>
  headlessService({ annotations, ...members });

const outer = (address: string): Node['addresses'][number] => ({ type: 'ExternalIP', address });
const inner = (address: string): Node['addresses'][number] => ({ type: 'InternalIP', address });

const twoNodes: readonly Node[] = [
  machine('n1', [outer('203.0.113.1'), inner('10.0.0.1'), outer('2001:db8::1')]),
  machine('n2', [outer('203.0.113.2'), inner('10.0.0.2'), inner('fd00::2')]),
];

const node = { nodes: twoNodes } as const;

const pods: readonly Endpoint[] = [
  endpoint('10.1.0.1', { hostname: 'web-0', nodeName: 'n1', ofPod: true }),
  endpoint('10.1.0.2', { hostname: 'web-1', nodeName: 'n2', ofPod: true }),
];

const loadBalancers: readonly Case[] = [
  {
    title: 'has the address of its load balancer',
    service: balanced([{ ip: '203.0.113.5' }]),
    expected: ['www A 203.0.113.5'],
  },
  {
    title: 'has every name of a list, with blanks and dots as people write them',
    service: balanced([{ ip: '203.0.113.5' }], {
      annotations: asks({ hostname: 'www.k8s.example., a.k8s.example' }),
    }),
    expected: ['a A 203.0.113.5', 'www A 203.0.113.5'],
  },
  {
    title: 'has a CNAME to the host name of its load balancer',
    service: balanced([{ hostname: 'lb.example.net' }]),
    expected: ['www CNAME lb.example.net.'],
  },
  {
    title: 'has the addresses of both families',
    service: balanced([{ ip: '203.0.113.5' }, { ip: '2001:db8::5' }]),
    expected: ['www A 203.0.113.5', 'www AAAA 2001:db8::5'],
  },
  {
    title: 'has the address where there is a host name as well',
    service: balanced([{ ip: '203.0.113.5' }, { hostname: 'lb.example.net' }]),
    expected: ['www A 203.0.113.5'],
    differs: 'its source makes both, and its plan drops the CNAME: what is written is the same',
  },
  {
    title: 'has externalIPs beside the address of its load balancer',
    service: balanced([{ ip: '203.0.113.5' }], { externalIps: ['198.51.100.1'] }),
    expected: ['www A 198.51.100.1', 'www A 203.0.113.5'],
    differs: 'there externalIPs stand alone; both reach the Service',
  },
  { title: 'has nothing while its load balancer has no address', service: balanced([]), expected: [] },
  {
    title: 'has nothing while it waits, whatever its node ports',
    service: balanced([], { ports: [{ name: '', protocol: 'tcp', port: 80, nodePort: 30_080 }] }),
    expected: [],
    ...node,
  },
  {
    title: 'has its cluster IP at the internal name',
    service: balanced([{ ip: '203.0.113.5' }], {
      annotations: asks({ hostname: 'www.k8s.example', 'internal-hostname': 'in.k8s.example' }),
    }),
    expected: ['in A 10.96.0.1', 'www A 203.0.113.5'],
  },
  {
    title: 'is for another controller, and has no name',
    service: balanced([{ ip: '203.0.113.5' }], { annotations: { ...web, ...asks({ controller: 'other' }) } }),
    expected: [],
  },
  {
    title: 'is for this controller',
    service: balanced([{ ip: '203.0.113.5' }], {
      annotations: { ...web, ...asks({ controller: 'dns-controller' }) },
    }),
    expected: ['www A 203.0.113.5'],
  },
];

const clusterIps: readonly Case[] = [
  {
    title: 'has its cluster IP',
    service: clusterIpService({ annotations: web }),
    expected: ['www A 10.96.0.1'],
    differs: 'there only with --publish-internal-services',
  },
  {
    title: 'has nothing with --addresses external, which is as without --publish-internal-services',
    service: clusterIpService({ annotations: web }),
    options: { addresses: 'external' },
    expected: [],
  },
  {
    title: 'has its cluster IP at the internal name, with --addresses external too',
    service: clusterIpService({ annotations: asks({ 'internal-hostname': 'in.k8s.example' }) }),
    options: { addresses: 'external' },
    expected: ['in A 10.96.0.1'],
  },
  {
    title: 'has the target in place of its own address',
    service: clusterIpService({ annotations: { ...web, ...asks({ target: '192.0.2.1' }) } }),
    expected: ['www A 192.0.2.1'],
  },
  {
    title: 'has a target of the other family, in canonical form',
    service: clusterIpService({ annotations: { ...web, ...asks({ target: '2001:DB8::1' }) } }),
    expected: ['www AAAA 2001:db8::1'],
  },
  {
    title: 'has a CNAME to a target that is a host name',
    service: clusterIpService({ annotations: { ...web, ...asks({ target: 'cdn.example.net.' }) } }),
    expected: ['www CNAME cdn.example.net.'],
  },
  {
    title: 'has a CNAME to the first of several',
    service: clusterIpService({
      annotations: { ...web, ...asks({ target: 'b.example.net,a.example.net' }) },
    }),
    expected: ['www CNAME a.example.net.'],
    differs: 'there are two CNAMEs at one name, which no name server takes',
  },
  {
    title: 'has no name with a label of 64 characters',
    service: clusterIpService({ annotations: asks({ hostname: `${'x'.repeat(64)}.k8s.example` }) }),
    expected: [],
  },
];

const nodePorts: readonly Case[] = [
  {
    title: 'has the outer addresses of nodes, and SRV at its own name',
    service: nodePort(),
    ...node,
    expected: [
      'www A 203.0.113.1',
      'www A 203.0.113.2',
      'www AAAA 2001:db8::1',
      'www AAAA fd00::2',
      '_web._tcp.www SRV 0 100 30080 www.k8s.example.',
    ],
    differs: 'an inner IPv6 address, of a node without an outer one, only with --expose-internal-ipv6',
  },
  {
    title: 'has the inner addresses of nodes that have no other',
    service: nodePort(),
    nodes: [machine('n1', [inner('10.0.0.1'), inner('fd00::1')])],
    expected: ['www A 10.0.0.1', 'www AAAA fd00::1', '_web._tcp.www SRV 0 100 30080 www.k8s.example.'],
  },
  {
    title: 'has outer addresses alone where access is public',
    service: nodePort({ annotations: { ...web, ...asks({ access: 'public' }) } }),
    ...node,
    expected: [
      'www A 203.0.113.1',
      'www A 203.0.113.2',
      'www AAAA 2001:db8::1',
      '_web._tcp.www SRV 0 100 30080 www.k8s.example.',
    ],
  },
  {
    title: 'has inner addresses alone where access is private',
    service: nodePort({ annotations: { ...web, ...asks({ access: 'private' }) } }),
    ...node,
    expected: [
      'www A 10.0.0.1',
      'www A 10.0.0.2',
      'www AAAA fd00::2',
      '_web._tcp.www SRV 0 100 30080 www.k8s.example.',
    ],
  },
  {
    title: 'has only nodes with a ready endpoint where its traffic is local',
    service: nodePort({ localTraffic: true, annotations: { ...web, ...asks({ access: 'public' }) } }),
    ...node,
    endpoints: [
      endpoint('10.1.0.1', { nodeName: 'n2' }),
      endpoint('10.1.0.2', { nodeName: 'n1', ready: false }),
    ],
    expected: ['www A 203.0.113.2', '_web._tcp.www SRV 0 100 30080 www.k8s.example.'],
  },
  {
    title: 'has nothing where its traffic is local and no endpoint is ready',
    service: nodePort({ localTraffic: true }),
    ...node,
    endpoints: [endpoint('10.1.0.1', { nodeName: 'n2', ready: false })],
    expected: [],
    differs: 'there the nodes of pods that are not ready; every node drops the traffic',
  },
  {
    title: 'has nothing of a node that is not ready',
    service: nodePort({ annotations: { ...web, ...asks({ access: 'public' }) } }),
    nodes: twoNodes.map((one) => ({ ...one, ready: one.ref.name === 'n2' })),
    expected: ['www A 203.0.113.2', '_web._tcp.www SRV 0 100 30080 www.k8s.example.'],
    differs: 'there every node, but none that is cordoned',
  },
  {
    title: 'with --hide-empty has nothing while no endpoint is ready',
    service: nodePort(),
    ...node,
    options: { hideEmpty: true },
    expected: [],
    differs: 'it has no such option',
  },
];

const headlessCases: readonly Case[] = [
  {
    title: 'has its ready endpoints, and a name for each that has a hostname',
    service: headless(),
    endpoints: [...pods, endpoint('10.1.0.3', { ready: false, hostname: 'web-2', ofPod: true })],
    expected: ['www A 10.1.0.1', 'www A 10.1.0.2', 'web-0.www A 10.1.0.1', 'web-1.www A 10.1.0.2'],
  },
  {
    title: 'has endpoints of both families at one hostname',
    service: headless(),
    endpoints: [...pods.slice(0, 1), endpoint('fd00::1', { hostname: 'web-0', ofPod: true })],
    expected: ['www A 10.1.0.1', 'www AAAA fd00::1', 'web-0.www A 10.1.0.1', 'web-0.www AAAA fd00::1'],
  },
  {
    title: 'has one name where no endpoint has a hostname, and each address once',
    service: headless(),
    endpoints: [endpoint('10.1.0.1', { ofPod: true }), endpoint('10.1.0.1', { ofPod: true })],
    expected: ['www A 10.1.0.1'],
  },
  {
    title: 'has endpoints that were made by hand',
    service: headless(),
    endpoints: [endpoint('192.0.2.1')],
    expected: ['www A 192.0.2.1'],
    differs: 'there only those of pods',
  },
  {
    title: 'has the outer addresses of the nodes of its endpoints, at their names as well',
    service: headless({ ...web, ...asks({ 'endpoints-type': 'NodeExternalIP' }) }),
    endpoints: pods,
    ...node,
    expected: [
      'www A 203.0.113.1',
      'www A 203.0.113.2',
      'www AAAA 2001:db8::1',
      'web-0.www A 203.0.113.1',
      'web-0.www AAAA 2001:db8::1',
      'web-1.www A 203.0.113.2',
    ],
  },
  {
    title: 'has the inner addresses of the nodes as those of the hosts',
    service: headless({ ...web, ...asks({ 'endpoints-type': 'HostIP' }) }),
    endpoints: pods.slice(0, 1),
    ...node,
    expected: ['www A 10.0.0.1', 'web-0.www A 10.0.0.1'],
  },
  {
    title: 'has nothing without a ready endpoint',
    service: headless(),
    endpoints: [endpoint('10.1.0.1', { ready: false, hostname: 'web-0' })],
    expected: [],
  },
  {
    title: 'has its target and no names of endpoints',
    service: headless({ ...web, ...asks({ target: 'cdn.example.net' }) }),
    endpoints: pods,
    expected: ['www CNAME cdn.example.net.'],
  },
];

const externalNames: readonly Case[] = [
  {
    title: 'has a CNAME',
    service: externalNameService('remote.example.com', { annotations: web }),
    expected: ['www CNAME remote.example.com.'],
  },
  {
    title: 'has its externalIPs in place of it',
    service: externalNameService('remote.example.com', {
      annotations: web,
      externalIps: ['198.51.100.1', '2001:db8::1'],
    }),
    expected: ['www A 198.51.100.1', 'www AAAA 2001:db8::1'],
  },
  {
    title: 'has nothing for a name that is an address',
    service: externalNameService('192.0.2.1', { annotations: web }),
    expected: [],
    differs: 'here with --external-name-addresses',
  },
  {
    title: 'has the address with --external-name-addresses',
    service: externalNameService('192.0.2.1', { annotations: web }),
    options: { externalNameAddresses: true },
    expected: ['www A 192.0.2.1'],
  },
];

const linesOf = ({ service, nodes = [], endpoints = [], options = {} }: Case): readonly string[] => {
  const all: RecordOptions = {
    ...defaultRecordOptions('k8s.example.'),
    names: [],
    externalDnsAnnotations: true,
    watchNodes: true,
    allow: [{ scope: {}, patterns: ['**.{zone}'] }],
    ...options,
  };
  const { names } = recordsOf({ service, slices: [slice(endpoints)], nodes, namespaceLabels: {} }, all);
  return names
    .flatMap(({ rrsets }) => rrsets)
    .flatMap(recordsOfRrset)
    .map(({ name, type, rdata }) => `${name.replace('.k8s.example.', '')} ${type} ${rdata}`);
};

describe.each([
  { type: 'LoadBalancer', cases: loadBalancers },
  { type: 'ClusterIP', cases: clusterIps },
  { type: 'NodePort', cases: nodePorts },
  { type: 'headless', cases: headlessCases },
  { type: 'ExternalName', cases: externalNames },
])("a $type Service with external-dns's annotations", ({ cases }) => {
  test.each(cases)('$title', (one) => {
    expect([...linesOf(one)].sort()).toEqual([...one.expected].sort());
  });
});

test.each([
  { ttl: '300', expected: [300, 300, 300] },
  { ttl: '5m', expected: [300, 300, 300] },
  { ttl: '-10', expected: [30, 30, 30] },
  { ttl: 'soon', expected: [30, 30, 30] },
])('the TTL "$ttl" is that of all records at the name, of SRV too', ({ ttl, expected }) => {
  const service = nodePort({ annotations: { ...web, ...asks({ ttl }) } });
  const options: RecordOptions = {
    ...defaultRecordOptions('k8s.example.'),
    names: [],
    externalDnsAnnotations: true,
    watchNodes: true,
    allow: [{ scope: {}, patterns: ['*.{zone}'] }],
  };
  const { names } = recordsOf({ service, slices: [], nodes: twoNodes, namespaceLabels: {} }, options);
  const rrsets = names.flatMap((name) => name.rrsets);
  expect(rrsets.map(({ ttlSeconds }) => ttlSeconds)).toEqual(expected);
});

test('where nodes are not watched, one line says what is missing, and the name is asked for', () => {
  const options: RecordOptions = {
    ...defaultRecordOptions('k8s.example.'),
    names: [],
    externalDnsAnnotations: true,
    allow: [{ scope: {}, patterns: ['*.{zone}'] }],
  };
  const made = recordsOf({ service: nodePort(), slices: [], nodes: [], namespaceLabels: {} }, options);
  expect(made).toMatchObject({ names: [], requested: ['www.k8s.example.'] });
  expect(made.problems.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
    "nodes-not-watched: Cannot publish what external-dns's annotations of Service default/web ask for: it is of type NodePort and nodes are not watched, needed --watch-nodes",
  ]);
});
