import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLoadBalancer, startTraefik } from '../support/controllers.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { installCustomResources } from '../support/customResources.ts';
import { waitFor } from '../support/waitFor.ts';

/*
 * What real controllers write into the status of the objects that names are made from. The sources are written
 * after what is seen here, not after what a document says.
 */

let cluster: ControlPlane;
const servers = new AsyncDisposableStack();

beforeAll(async () => {
  cluster = servers.use(await startControlPlane());
  await installCustomResources(cluster, 'gateway-api');
  servers.use(startLoadBalancer(cluster));
  servers.use(await startTraefik(cluster));
});
afterAll(() => servers.disposeAsync());

const ingresses = '/apis/networking.k8s.io/v1/namespaces/default/ingresses';
const traefik = '/api/v1/namespaces/kube-system/services/traefik';

interface LoadBalanced {
  readonly metadata: { readonly finalizers?: readonly string[] };
  readonly status: { readonly loadBalancer: { readonly ingress?: readonly { readonly ip: string }[] } };
}

const statusIps = async (path: string): Promise<readonly string[]> =>
  ((await cluster.api<LoadBalanced>('GET', path)).status.loadBalancer.ingress ?? []).map(({ ip }) => ip);

const some = (ips: readonly string[]): boolean => ips.length > 0;

test('a Service of type LoadBalancer gets an address of each family, which go when its type changes', async () => {
  const path = '/api/v1/namespaces/default/services/lb';
  const spec = { type: 'LoadBalancer', ipFamilyPolicy: 'PreferDualStack', ports: [{ port: 80 }] };
  await cluster.api('POST', '/api/v1/namespaces/default/services', { metadata: { name: 'lb' }, spec });

  const ips = await waitFor('addresses', () => statusIps(path), { until: some });
  expect(ips).toEqual([expect.stringMatching(/^198\.51\.100\./), expect.stringMatching(/^2001:db8:100::/)]);
  const { metadata } = await cluster.api<LoadBalanced>('GET', path);
  expect(metadata.finalizers).toEqual(['service.kubernetes.io/load-balancer-cleanup']);

  await cluster.api('PATCH', path, { spec: { type: 'ClusterIP' } });
  await waitFor('no address', () => statusIps(path), { until: (found) => found.length === 0 });
});

const createIngress = async (name: string, ingressClassName: string): Promise<string> => {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const rule = { host: 'a.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } };
  await cluster.api('POST', ingresses, { metadata: { name }, spec: { ingressClassName, rules: [rule] } });
  return `${ingresses}/${name}`;
};

test('an Ingress gets the addresses of the Service of its controller', async () => {
  const other = await createIngress('other', 'other');
  const ours = await createIngress('web', 'traefik');

  const ips = await waitFor('addresses', () => statusIps(ours), { until: some });
  expect(ips).toEqual(await statusIps(traefik));
  expect(await statusIps(other)).toEqual([]);
});

interface Gateway {
  readonly status: {
    readonly addresses?: readonly { readonly type: string; readonly value: string }[];
  };
}

interface Route {
  readonly metadata: { readonly generation: number };
  readonly status: { readonly parents: readonly ParentStatus[] };
}

interface ParentStatus {
  readonly parentRef: object;
  readonly conditions: readonly Condition[];
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly observedGeneration: number;
}

const apiVersion = 'gateway.networking.k8s.io/v1';
const gatewayResources = (namespace: string): string => `/apis/${apiVersion}/namespaces/${namespace}`;

/** With one listener, for names below gateway.example, of routes of its own namespace. */
const createGateway = async (name: string): Promise<string> => {
  const listener = { name: 'http', port: 80, protocol: 'HTTP', hostname: '*.gateway.example' };
  const spec = { gatewayClassName: 'traefik', listeners: [listener] };
  const path = `${gatewayResources('default')}/gateways`;
  await cluster.api('POST', path, { apiVersion, kind: 'Gateway', metadata: { name }, spec });
  return `${path}/${name}`;
};

interface RouteOptions {
  readonly kind?: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  readonly namespace?: string;
  readonly hostname: string;
  readonly parentRef: object;
}

const createRoute = async ({
  kind = 'HTTPRoute',
  name,
  namespace = 'default',
  hostname,
  parentRef,
}: RouteOptions): Promise<string> => {
  const path = `${gatewayResources(namespace)}/${kind.toLowerCase()}s`;
  const spec = { parentRefs: [parentRef], hostnames: [hostname], rules: [{}] };
  await cluster.api('POST', path, { apiVersion, kind, metadata: { name }, spec });
  return `${path}/${name}`;
};

/** Of the parent's status, when it is of the route as it is now. */
const accepted = (path: string): Promise<string> =>
  waitFor(`${path} has a parent's status`, async () => {
    const { metadata, status } = await cluster.api<Route>('GET', path);
    const found = status.parents[0]?.conditions.find(({ type }) => type === 'Accepted');
    return found?.observedGeneration === metadata.generation ? `${found.status} ${found.reason}` : '';
  });

test('a route says of its parent, as it refers to it, whether it was accepted, and again when it is changed', async () => {
  await createGateway('web');
  await cluster.api('POST', '/api/v1/namespaces', { metadata: { name: 'tenant' } });
  const parentRef = { name: 'web' };
  const inside = await createRoute({ name: 'inside', hostname: 'a.gateway.example', parentRef });
  const grpc = { kind: 'GRPCRoute', name: 'inside', hostname: 'g.gateway.example', parentRef } as const;
  const outside = await createRoute({ name: 'outside', hostname: 'a.elsewhere.example', parentRef });
  const tenants = await createRoute({
    name: 'tenants',
    namespace: 'tenant',
    hostname: 'b.gateway.example',
    parentRef: { name: 'web', namespace: 'default' },
  });

  expect(await accepted(inside)).toBe('True Accepted');
  expect(await accepted(await createRoute(grpc))).toBe('True Accepted');
  expect(await accepted(outside)).toBe('False NoMatchingListenerHostname');
  expect(await accepted(tenants)).toBe('False NotAllowedByListeners');
  const { status } = await cluster.api<Route>('GET', inside);
  expect(status.parents[0]?.parentRef).toEqual({ ...defaults, ...parentRef });

  await cluster.api('PATCH', inside, { spec: { hostnames: ['a.elsewhere.example'] } });
  expect(await accepted(inside)).toBe('False NoMatchingListenerHostname');
});

/** What the API server adds to a reference, without the namespace. */
const defaults = { group: 'gateway.networking.k8s.io', kind: 'Gateway' };

test('a Gateway and an Ingress lose their addresses while the Service of their controller has none', async () => {
  const gateway = await createGateway('lost');
  const ingress = await createIngress('lost', 'traefik');
  const gatewayIps = async (): Promise<readonly string[]> =>
    ((await cluster.api<Gateway>('GET', gateway)).status.addresses ?? []).map(({ value }) => value);
  const both = async (): Promise<string> => JSON.stringify([await gatewayIps(), await statusIps(ingress)]);
  const become = (ips: readonly string[]): Promise<string> =>
    waitFor(`addresses ${ips.join()}`, both, { until: (found) => found === JSON.stringify([ips, ips]) });
  const before = await waitFor('addresses', () => statusIps(traefik), { until: some });
  await become(before);

  await cluster.api('PATCH', traefik, { spec: { type: 'ClusterIP' } });
  await become([]);

  await cluster.api('PATCH', traefik, { spec: { type: 'LoadBalancer' } });
  const after = await waitFor('other addresses', () => statusIps(traefik), { until: some });
  expect(after).not.toEqual(before);
  await become(after);
});
