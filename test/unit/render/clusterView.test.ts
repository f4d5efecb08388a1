import { expect, test } from 'vitest';
import type { Endpoint, EndpointSlice } from '../../../src/model/endpointSlice.ts';
import type { ServiceSnapshot } from '../../../src/model/serviceSnapshot.ts';
import { clusterView } from '../../../src/render/clusterView.ts';
import { serviceOf } from './serviceOf.ts';

const endpoint = (address: string, more: Partial<Endpoint> = {}): Endpoint => ({
  address,
  hostname: '',
  ready: true,
  nodeName: '',
  ofPod: false,
  podName: '',
  topologyZone: '',
  ...more,
});

const slice = (name: string, port: number, endpoints: readonly Endpoint[]): EndpointSlice => ({
  namespace: 'default',
  name,
  serviceName: 'web',
  ports: [
    { name: 'http', protocol: 'tcp', port },
    { name: 'other', protocol: 'tcp', port: 1 },
  ],
  endpoints,
});

const view = (...snapshots: readonly ServiceSnapshot[]) => clusterView(snapshots, () => []);

test('an endpoint stands at the port of its own name, once, in the order of addresses, whatever the slices are', () => {
  const slices = [
    slice('a', 8080, [endpoint('10.0.0.10'), endpoint('10.0.0.9', { ready: false })]),
    slice('b', 8080, [endpoint('10.0.0.9'), endpoint('2001:db8::1'), endpoint('9.0.0.1', { ready: false })]),
  ];
  const expected = [
    '9.0.0.1:8080 false',
    '10.0.0.9:8080 true',
    '10.0.0.10:8080 true',
    '[2001:db8::1]:8080 true',
  ];
  for (const order of [slices, slices.toReversed()]) {
    const [service] = view({ ...serviceOf('default', 'web'), slices: order }).services;
    expect(service?.ports[0]?.endpoints.map(({ host, port, ready }) => `${host}:${port} ${ready}`)).toEqual(
      expected,
    );
  }
});

test('of Endpoints those that are not ready count as ready where the Service says so', () => {
  const ready = (publishNotReadyAddresses: boolean): unknown =>
    view({
      ...serviceOf('default', 'web', { publishNotReadyAddresses }),
      slices: [{ ...slice('web#0', 80, [endpoint('10.0.0.1', { ready: false })]), ofEndpoints: true }],
    }).services[0]?.ports[0]?.endpoints[0]?.ready;
  expect([ready(true), ready(false)]).toEqual([true, false]);
});

test('Services are in the order of namespace and name, and found by both', () => {
  const names = [
    ['b', 'a'],
    ['a-b', 'c'],
    ['a', 'b-c'],
    ['a', 'b'],
  ] as const;
  const found = view(...names.map(([namespace, name]) => serviceOf(namespace, name)));
  expect(found.services.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
    'a/b',
    'a/b-c',
    'a-b/c',
    'b/a',
  ]);
  expect(found.namespaces['a-b']?.['c']).toBe(found.services[2]);
});

test('what breaks the grammar of Kubernetes is not there, and its neighbours are', () => {
  const odd = '; } include /etc/shadow';
  const found = view(
    serviceOf('default', `x${odd}`),
    serviceOf(`y\n${odd}`, 'web'),
    serviceOf('default', 'constructor'),
    {
      ...serviceOf('default', 'web', {
        labels: { a: 'b\nc', d: 'e' },
        annotations: { f: 'g\u2028', h: odd },
      }),
      slices: [
        slice('a', 80, [
          endpoint('10.0.0.1', { podName: odd, nodeName: 'node-1', hostname: '$x', topologyZone: 'a b' }),
        ]),
      ],
    },
  );
  expect(found.services.map(({ name }) => name)).toEqual(['constructor', 'web']);
  const web = found.services[1];
  expect(web?.labels).toEqual({ d: 'e' });
  expect(web?.annotations).toEqual({ h: odd });
  expect(web?.ports[0]?.endpoints[0]).toMatchObject({ pod: '', node: 'node-1', hostname: '', zone: '' });
});

test('names are those that can stand in a configuration, without the dot at the end, and only when they are read', () => {
  let asked = 0;
  const [service] = clusterView([serviceOf('default', 'web')], () => {
    asked += 1;
    return ['web.k8s.example.', '*.k8s.example.', 'a\\032b.k8s.example.', '$x.example.'];
  }).services;
  expect(asked).toBe(0);
  expect(service?.names).toEqual(['web.k8s.example', '*.k8s.example']);
});
