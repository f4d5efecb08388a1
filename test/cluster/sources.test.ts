import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startLoadBalancer, startTraefik } from '../support/controllers.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { installCustomResources } from '../support/customResources.ts';
import { type Daemon, startDaemon } from '../support/daemon.ts';
import { type Named, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';

/*
 * Names of routes and Ingresses, whose status real controllers set: Traefik, and Kubernetes' service
 * controller for the address of Traefik's Service.
 */

const zone = 'k8s.example';
let cluster: ControlPlane;
let named: Named;
let daemon: Daemon;
const servers = new AsyncDisposableStack();

beforeAll(async () => {
  cluster = servers.use(await startControlPlane());
  await installCustomResources(cluster, 'gateway-api');
  servers.use(startLoadBalancer(cluster));
  servers.use(await startTraefik(cluster));
  named = servers.use(await startNamed({ zones: [{ name: zone }] }));
  const config = join(cluster.folder, 'sources.yaml');
  await writeFile(config, "allow: [{ names: ['**.{zone}'] }]\n");
  const kubeconfig = ['--kubeconfig', cluster.users['k8s-bind'].kubeconfig];
  const sources = ['--source', 'service,gateway,ingress', '--config', config];
  daemon = servers.use(await startDaemon(named, `${zone}.`, [...kubeconfig, ...sources]));
  await daemon.ready();
});
afterEach(() => cluster.kubectl('delete', 'gateways,httproutes,ingresses', '--all', '--all-namespaces'));
afterAll(() => servers.disposeAsync());

/** The addresses of Traefik's Service, in the order of {@link addresses}. */
const traefikIps = async (): Promise<readonly string[]> => {
  const args = ['--namespace=kube-system', '--output=jsonpath={.status.loadBalancer.ingress[*].ip}'];
  const text = await cluster.kubectl('get', 'service', 'traefik', ...args);
  return text
    .split(' ')
    .filter((ip) => ip !== '')
    .sort();
};

const addresses = async (name: string): Promise<readonly string[]> => {
  const answers = await Promise.all(
    ['A', 'AAAA'].map((type) => named.dig(`${name}.${zone}`, type, '+short')),
  );
  return answers
    .join('\n')
    .split('\n')
    .filter((line) => line !== '')
    .sort();
};

const become = (name: string, ips: readonly string[]): Promise<readonly string[]> =>
  waitFor(`${name} has ${ips.join()}`, () => addresses(name), {
    until: (found) => found.join() === ips.join(),
  });

const someTraefikIps = (): Promise<readonly string[]> =>
  waitFor('addresses of Traefik', traefikIps, { until: (found) => found.length > 0 });

const gateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web }
spec:
  gatewayClassName: traefik
  listeners: [{ name: http, port: 80, protocol: HTTP, hostname: '*.${zone}' }]
`;

const route = (name: string, hostname: string, namespace = 'default'): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  parentRefs: [{ name: web, namespace: default }]
  hostnames: ['${hostname}']
`;

const ingress = (name: string, className: string): string => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name} }
spec:
  ingressClassName: ${className}
  rules: [{ host: ${name}.${zone} }]
`;

test('a route that its Gateway accepts has the addresses of the Gateway, and others have none', async () => {
  const ips = await someTraefikIps();
  expect(ips).toHaveLength(2);
  await cluster.kubectl('create', 'namespace', 'tenant');
  await cluster.apply(
    [
      gateway,
      route('foreign', `foreign.${zone}`, 'tenant'),
      route('outside', 'a.elsewhere.example'),
      route('shop', `shop.${zone}`),
      route('blog', `blog.${zone}`),
    ].join('---'),
  );

  await become('shop', ips);
  await become('blog', ips);
  expect(await addresses('foreign')).toEqual([]);

  await cluster.kubectl('delete', 'httproute', 'shop');
  await become('shop', []);
  expect(await addresses('blog')).toEqual(ips);
});

test('an Ingress has the addresses that its controller sets, and one of another class has none', async () => {
  const ips = await someTraefikIps();
  await cluster.apply(
    [ingress('others', 'other'), ingress('wiki', 'traefik'), ingress('cms', 'traefik')].join('---'),
  );

  await become('wiki', ips);
  await become('cms', ips);
  expect(await addresses('others')).toEqual([]);

  await cluster.kubectl('delete', 'ingress', 'wiki');
  await become('wiki', []);
  expect(await addresses('cms')).toEqual(ips);
});

test('names stay while a Gateway and an Ingress have lost their addresses, until they have others', async () => {
  const before = await someTraefikIps();
  await cluster.apply([gateway, route('kept', `kept.${zone}`), ingress('held', 'traefik')].join('---'));
  await become('kept', before);
  await become('held', before);
  const serial = await named.serial(zone);

  await setTypeOfTraefik('ClusterIP');
  for (const resource of ['gateway/web', 'ingress/held'])
    await waitFor(`${resource} has no address`, () => cluster.kubectl('get', resource, '--output=json'), {
      until: (text) => !before.some((ip) => text.includes(`"${ip}"`)),
    });
  await waitFor('both names are held', namesHeld, { until: (count) => count === 2 });
  expect(await addresses('kept')).toEqual(before);
  expect(await addresses('held')).toEqual(before);
  expect(await named.serial(zone)).toBe(serial);

  await setTypeOfTraefik('LoadBalancer');
  const after = await someTraefikIps();
  expect(after).not.toEqual(before);
  await become('kept', after);
  await become('held', after);
  await waitFor('none is held', namesHeld, { until: (count) => count === 0 });
});

const setTypeOfTraefik = (type: string): Promise<unknown> =>
  cluster.api('PATCH', '/api/v1/namespaces/kube-system/services/traefik', { spec: { type } });

const namesHeld = async (): Promise<number> => {
  const metrics = await (await fetch(`http://${daemon.listen}/metrics`)).text();
  return Number(/^k8s_bind_names_held\{.*\} (\d+)$/m.exec(metrics)?.[1]);
};
