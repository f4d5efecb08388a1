import { expect, test } from 'vitest';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { type CustomResource, installCustomResources } from '../support/customResources.ts';

const parent = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'web' };

const condition = (type: string): object => ({
  type,
  status: 'True',
  reason: type,
  message: '',
  observedGeneration: 1,
  lastTransitionTime: '2026-01-01T00:00:00Z',
});

const routeStatus = {
  parents: [{ parentRef: parent, controllerName: 'example.com/test', conditions: [condition('Accepted')] }],
};
const listenerStatus = { name: 'http', attachedRoutes: 1, conditions: [condition('Accepted')] };
const backend = { backendRefs: [{ name: 'web', port: 80 }] };
const byHostname = { parentRefs: [parent], hostnames: ['a.example'], rules: [backend] };
const byPort = { parentRefs: [parent], rules: [backend] };
const listener = { name: 'http', port: 80, protocol: 'HTTP' };

interface Sample {
  readonly api: string;
  readonly kind: string;
  readonly resource: string;
  readonly spec: object;
  /** Nothing of it is filled in by the API server, so it must come back as it is. */
  readonly status: object;
}

const gatewayApi = 'gateway.networking.k8s.io/v1';

/** An object of each kind that names are made from, and what its controller would say of it. */
const samples: readonly Sample[] = [
  {
    api: gatewayApi,
    kind: 'Gateway',
    resource: 'gateways',
    spec: { gatewayClassName: 'test', listeners: [listener] },
    status: {
      addresses: [{ type: 'IPAddress', value: '192.0.2.1' }],
      conditions: [condition('Accepted')],
      listeners: [listenerStatus],
    },
  },
  {
    api: gatewayApi,
    kind: 'ListenerSet',
    resource: 'listenersets',
    spec: { parentRef: parent, listeners: [listener] },
    status: { conditions: [condition('Accepted')], listeners: [listenerStatus] },
  },
  { api: gatewayApi, kind: 'HTTPRoute', resource: 'httproutes', spec: byHostname, status: routeStatus },
  { api: gatewayApi, kind: 'GRPCRoute', resource: 'grpcroutes', spec: byHostname, status: routeStatus },
  { api: gatewayApi, kind: 'TLSRoute', resource: 'tlsroutes', spec: byHostname, status: routeStatus },
  { api: gatewayApi, kind: 'TCPRoute', resource: 'tcproutes', spec: byPort, status: routeStatus },
  { api: gatewayApi, kind: 'UDPRoute', resource: 'udproutes', spec: byPort, status: routeStatus },
  {
    api: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    resource: 'dnsendpoints',
    spec: { endpoints: [{ dnsName: 'a.example', recordType: 'A', targets: ['192.0.2.1'], recordTTL: 60 }] },
    status: { observedGeneration: 1 },
  },
  ...['multicluster.x-k8s.io/v1beta1', 'multicluster.x-k8s.io/v1alpha1'].map((api) => ({
    api,
    kind: 'ServiceImport',
    resource: 'serviceimports',
    spec: { type: 'ClusterSetIP', ips: ['10.42.42.42'], ports: [{ name: 'http', port: 80 }] },
    status: { clusters: [{ cluster: 'east' }] },
  })),
  {
    api: 'networking.k8s.io/v1',
    kind: 'Ingress',
    resource: 'ingresses',
    spec: { ingressClassName: 'test', rules: [{ host: 'a.example' }] },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }, { hostname: 'lb.example' }] } },
  },
];

test('an object of each kind can be created, and what a controller says of it stands in its status', async () => {
  await using cluster = await startControlPlane();
  await installCustomResources(cluster, 'gateway-api', 'external-dns', 'mcs-api');

  for (const [index, sample] of samples.entries()) {
    const before = await create(cluster, sample, `web-${index}`);
    expect(before, `${sample.resource} ${sample.api}`).not.toEqual(sample.status);
    const path = `${pathOf(sample)}/web-${index}`;
    await cluster.api('PATCH', `${path}/status`, { status: sample.status });
    const { status } = await cluster.api<WithStatus>('GET', path);
    expect(status, `${sample.resource} ${sample.api}`).toEqual(sample.status);
  }
  await expect(create(cluster, dnsEndpointWithoutType, 'typeless')).resolves.toBeUndefined();
});

/** The definition takes what no name server could be told: whoever reads such objects has to check them. */
const dnsEndpointWithoutType: Sample = {
  api: 'externaldns.k8s.io/v1alpha1',
  kind: 'DNSEndpoint',
  resource: 'dnsendpoints',
  spec: { endpoints: [{ dnsName: 'not a name' }] },
  status: {},
};

interface WithStatus {
  readonly status?: object;
}

const pathOf = ({ api, resource }: Sample): string => `/apis/${api}/namespaces/default/${resource}`;

/** Returns the status that it has from the beginning. */
async function create(cluster: ControlPlane, sample: Sample, name: string): Promise<object | undefined> {
  const body = { apiVersion: sample.api, kind: sample.kind, metadata: { name }, spec: sample.spec };
  return (await cluster.api<WithStatus>('POST', pathOf(sample), body)).status;
}

test.each([
  {
    channel: 'gateway-api',
    older: ['gatewayclasses v1 v1beta1', 'gateways v1 v1beta1', 'httproutes v1 v1beta1'],
    newest: ['grpcroutes', 'listenersets', 'tcproutes', 'tlsroutes', 'udproutes'],
  },
  {
    channel: 'gateway-api-experimental',
    older: [
      'gatewayclasses v1 v1beta1',
      'gateways v1 v1beta1',
      'httproutes v1 v1beta1',
      'tcproutes v1 v1alpha2',
      'tlsroutes v1 v1alpha2 v1alpha3',
      'udproutes v1 v1alpha2',
    ],
    newest: ['grpcroutes', 'listenersets'],
  },
] as const)(
  '$channel serves v1 of every kind, and these in older versions too',
  async ({ channel, older, newest }) => {
    await using cluster = await startControlPlane();

    const served = (await installCustomResources(cluster, channel))
      .filter(({ group, plural }) => group === parent.group && /routes$|gateway|listener/.test(plural))
      .map(({ plural, versions }: CustomResource) => `${plural} ${versions.join(' ')}`);

    expect(served.sort()).toEqual([...older, ...newest.map((plural) => `${plural} v1`)].sort());
  },
);
