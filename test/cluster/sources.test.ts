import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startLoadBalancer, startTraefik, traefikClass, traefikService } from '../support/controllers.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { installCustomResources } from '../support/customResources.ts';
import { waitFor } from '../support/waitFor.ts';
import {
  gatewayYaml,
  ingressYaml,
  loadBalancerIps,
  type PublishedSources,
  publishSources,
  routeYaml,
  zone,
} from './sourcesFixture.ts';

/*
 * Names of routes and Ingresses, whose status real controllers set: Traefik, and Kubernetes' service
 * controller for the address of Traefik's Service.
 */

let cluster: ControlPlane;
let published: PublishedSources;
const servers = new AsyncDisposableStack();

beforeAll(async () => {
  cluster = servers.use(await startControlPlane());
  await installCustomResources(cluster, 'gateway-api');
  servers.use(startLoadBalancer(cluster));
  servers.use(await startTraefik(cluster));
  published = servers.use(await publishSources(cluster));
});
afterEach(() => cluster.kubectl('delete', 'gateways,httproutes,ingresses', '--all', '--all-namespaces'));
afterAll(() => servers.disposeAsync());

const gateway = gatewayYaml({ className: traefikClass });
const ingress = (name: string): string => ingressYaml(name, traefikClass);

test('a route that its Gateway accepts has the addresses of the Gateway, and others have none', async () => {
  const ips = await loadBalancerIps(cluster, traefikService);
  expect(ips).toHaveLength(2);
  await cluster.kubectl('create', 'namespace', 'tenant');
  const foreign = routeYaml({ name: 'foreign', namespace: 'tenant' });
  const outside = routeYaml({ name: 'outside', hostname: 'a.elsewhere.example' });
  const inside = ['shop', 'blog'].map((name) => routeYaml({ name }));
  await cluster.apply([gateway, foreign, outside, ...inside].join('---'));

  await published.become('shop', ips);
  await published.become('blog', ips);
  expect(await published.addresses('foreign')).toEqual([]);

  await cluster.kubectl('delete', 'httproute', 'shop');
  await published.become('shop', []);
  expect(await published.addresses('blog')).toEqual(ips);
});

test('an Ingress has the addresses that its controller sets, and one of another class has none', async () => {
  const ips = await loadBalancerIps(cluster, traefikService);
  await cluster.apply([ingressYaml('others', 'other'), ingress('wiki'), ingress('cms')].join('---'));

  await published.become('wiki', ips);
  await published.become('cms', ips);
  expect(await published.addresses('others')).toEqual([]);

  await cluster.kubectl('delete', 'ingress', 'wiki');
  await published.become('wiki', []);
  expect(await published.addresses('cms')).toEqual(ips);
});

test('names stay while a Gateway and an Ingress have lost their addresses, until they have others', async () => {
  const { named, addresses, become } = published;
  const before = await loadBalancerIps(cluster, traefikService);
  await cluster.apply([gateway, routeYaml({ name: 'kept' }), ingress('held')].join('---'));
  await become('kept', before);
  await become('held', before);
  const serial = await named.serial(zone);

  await setTypeOfTraefik('ClusterIP');
  await waitFor('both names are held', namesHeld, { until: (count) => count === 2 });
  expect(await addresses('kept')).toEqual(before);
  expect(await addresses('held')).toEqual(before);
  expect(await named.serial(zone)).toBe(serial);

  await setTypeOfTraefik('LoadBalancer');
  const after = await loadBalancerIps(cluster, traefikService);
  expect(after).not.toEqual(before);
  await become('kept', after);
  await become('held', after);
  await waitFor('none is held', namesHeld, { until: (count) => count === 0 });
});

const setTypeOfTraefik = (type: string): Promise<unknown> =>
  cluster.api('PATCH', '/api/v1/namespaces/kube-system/services/traefik', { spec: { type } });

const namesHeld = async (): Promise<number> => {
  const metrics = await (await fetch(`http://${published.daemon.listen}/metrics`)).text();
  return Number(/^k8s_bind_names_held\{.*\} (\d+)$/m.exec(metrics)?.[1]);
};
