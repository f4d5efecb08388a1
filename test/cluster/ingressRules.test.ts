import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { type Daemon, startDaemon } from '../support/daemon.ts';
import { type Named, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';
import { ingressYaml, zone } from './sourcesFixture.ts';

/*
 * Classes of Ingresses whose controller sets no status, by a daemon that reads one namespace with the rights that
 * `init` prints for its configuration.
 */

let cluster: ControlPlane;
let named: Named;
let daemon: Daemon;
let files: readonly string[];
const servers = new AsyncDisposableStack();

const config = `
zone: ${zone}
sources: [ingress]
namespaces: [shop]
allow: [{ namespaces: [shop], kinds: [Ingress], names: ['*.{zone}'] }]
ingress:
  - { class: traefik, from: service kube-system/traefik }
  - { class: internal, addresses: [10.0.0.80] }
`;

beforeAll(async () => {
  cluster = servers.use(await startControlPlane());
  named = servers.use(await startNamed({ zones: [{ name: zone }] }));
  const file = join(cluster.folder, 'ingress-rules.yaml');
  writeFileSync(file, config);
  const written = join(cluster.folder, 'init');
  await runCli(['init', '--config', file, '--write', written]);
  await cluster.kubectl('apply', '-f', join(written, 'rbac.yaml'));
  await cluster.kubectl('create', 'namespace', 'shop');
  const token = (await cluster.kubectl('create', 'token', 'k8s-bind', '-n', 'k8s-bind')).trim();
  const { kubeconfig, token: admin } = cluster.users.admin;
  const own = join(cluster.folder, 'kubeconfig');
  writeFileSync(own, readFileSync(kubeconfig, 'utf8').replaceAll(admin, token), { mode: 0o600 });
  files = ['--config', file, '--kubeconfig', own];
  daemon = servers.use(await startDaemon(named, `${zone}.`, files));
  await daemon.ready();
});
afterAll(() => servers.disposeAsync());

const addresses = async (name: string): Promise<string> =>
  (await named.dig(`${name}.${zone}`, 'A', '+short')).trim().split('\n').sort().join();
const becomes = (name: string, expected: string): Promise<unknown> =>
  waitFor(`${name} has "${expected}"`, () => addresses(name), { until: (text) => text === expected });

const inShop = (name: string, className: string): Promise<void> =>
  cluster.apply(ingressYaml(name, className).replace('metadata: {', 'metadata: { namespace: shop,'));

const services = '/api/v1/namespaces/kube-system/services';
const setAddresses = (...ips: readonly string[]): Promise<unknown> => {
  const ingress = ips.map((ip) => ({ ip }));
  return cluster.api('PATCH', `${services}/traefik/status`, { status: { loadBalancer: { ingress } } });
};

test('init grants, and check asks for, the Services and classes that the rules need, and no more', async () => {
  const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
  const { stdout } = await runCli(['check', ...files, ...server]);
  const rights = stdout.split('\n').filter((line) => line.includes(' rights '));
  expect(rights.map((line) => line.replace(/\s+/g, ' ').trim())).toEqual([
    'ok rights may list and watch ingresses.networking.k8s.io in namespace shop',
    'ok rights may list and watch ingressclasses.networking.k8s.io',
    'ok rights may list and watch services in namespace shop',
    'ok rights may list and watch services in namespace kube-system',
  ]);
});

test('a rule follows the Service that it names, outside of the namespaces that are read', async () => {
  await inShop('wiki', 'traefik');
  await inShop('admin', 'internal');
  await inShop('other', 'nginx');
  await becomes('admin', '10.0.0.80');
  expect(await addresses('wiki')).toBe('');

  const spec = { type: 'LoadBalancer', ports: [{ port: 80 }] };
  await cluster.api('POST', services, { metadata: { name: 'traefik' }, spec });
  await setAddresses('192.0.2.10');
  await becomes('wiki', '192.0.2.10');
  await setAddresses('192.0.2.11', '192.0.2.12');
  await becomes('wiki', '192.0.2.11,192.0.2.12');
  expect(await addresses('other')).toBe('');
  expect(await addresses('admin')).toBe('10.0.0.80');
  // The Service has no name of its own: it is read for the sake of the rule alone.
  expect(await named.axfrText(zone)).not.toContain('traefik.');

  await setAddresses();
  await waitFor('the name is held', namesHeld, { until: (count) => count === 1 });
  expect(await addresses('wiki')).toBe('192.0.2.11,192.0.2.12');
  await setAddresses('192.0.2.13');
  await becomes('wiki', '192.0.2.13');
});

test('an Ingress that names no class has the addresses of the default one, until another is it', async () => {
  const name = 'classless';
  await inShop(name, 'nginx');
  const path = `/apis/networking.k8s.io/v1/namespaces/shop/ingresses/${name}`;
  await cluster.api('PATCH', path, { spec: { ingressClassName: null } });
  await inShop('neighbour', 'internal');
  await becomes('neighbour', '10.0.0.80');
  expect(await addresses(name)).toBe('');

  const classes = '/apis/networking.k8s.io/v1/ingressclasses';
  const put = (className: string, isDefault: boolean): Promise<unknown> => {
    const annotations = { 'ingressclass.kubernetes.io/is-default-class': `${isDefault}` };
    const spec = { controller: `example.net/${className}` };
    return cluster.api('POST', classes, { metadata: { name: className, annotations }, spec });
  };
  await put('internal', true);
  await becomes(name, '10.0.0.80');
  await cluster.api('DELETE', `${classes}/internal`);
  await becomes(name, '');
  expect(await addresses('neighbour')).toBe('10.0.0.80');
});

const namesHeld = async (): Promise<number> => {
  const metrics = await (await fetch(`http://${daemon.listen}/metrics`)).text();
  return Number(/^k8s_bind_names_held\{.*\} (\d+)$/m.exec(metrics)?.[1]);
};
