import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Explanation, Link } from '../../src/why/explanation.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { type Daemon, startDaemon } from '../support/daemon.ts';
import { startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';

/*
 * What the daemon says of names while a real API server makes, labels and takes the objects behind them.
 */

let cluster: ControlPlane;
let daemon: Daemon;
const servers = new AsyncDisposableStack();

beforeAll(async () => {
  cluster = servers.use(await startControlPlane());
  const named = servers.use(await startNamed({ zones: [{ name: 'k8s.example' }] }));
  await cluster.kubectl('label', 'namespace', 'default', 'dns=public');
  await cluster.kubectl('create', 'namespace', 'shop');
  const { kubeconfig } = cluster.users['k8s-bind'];
  const args = ['--kubeconfig', kubeconfig, '--namespace-selector', 'dns=public'];
  daemon = servers.use(await startDaemon(named, 'k8s.example.', args));
  await daemon.ready();
});
afterAll(() => servers.disposeAsync());

const ask = async (name: string, type = 'A'): Promise<Explanation> => {
  const query = new URLSearchParams({ name, type });
  const response = await fetch(`http://${daemon.listen}/v1/why?${query.toString()}`);
  return (await response.json()) as Explanation;
};

const firstBroken = async (name: string, type?: string): Promise<Link | undefined> =>
  (await ask(name, type)).links.find(({ verdict }) => verdict === 'broken');

/** Waits until the first broken link has this reason, or (undefined) no link is broken. */
const become = async (name: string, reason: string | undefined, type?: string): Promise<Link | undefined> =>
  waitFor(`${name} is ${reason ?? 'well'}`, () => firstBroken(name, type), {
    until: (broken) => broken?.reason === reason,
    deadlineMs: 20_000,
  });

const service = (namespace: string, name: string, spec: object): Promise<unknown> =>
  cluster.api('POST', `/api/v1/namespaces/${namespace}/services`, { metadata: { name }, spec });

test('a Service is missing, is there in one family, and is gone again', async () => {
  expect(await firstBroken('webapp')).toMatchObject({ kind: 'object', reason: 'no-such-service' });
  await service('default', 'webapp', { ports: [{ name: 'http', port: 80 }] });
  await become('webapp', undefined);
  expect((await ask('webapp')).links.map(({ kind }) => kind)).toEqual([
    'name',
    'zone',
    'object',
    'rule',
    'rrset',
    'message',
    'serial',
    'answer',
    'memory',
  ]);
  expect(await firstBroken('webapp', 'AAAA')).toMatchObject({ kind: 'rrset', reason: 'no-type' });
  expect((await firstBroken('wepapp'))?.detail).toContain('did you mean Service default/webapp?');
  await cluster.kubectl('delete', 'service', 'webapp');
  await become('webapp', 'no-such-service');
});

test('a namespace counts as soon as it has its label', async () => {
  await service('shop', 'cart', { ports: [{ port: 80 }] });
  const left = await become('cart.shop.svc', 'namespace-not-selected');
  expect(left?.detail).toBe('the labels of namespace shop are not those of the namespace selector');
  await cluster.kubectl('label', 'namespace', 'shop', 'dns=public');
  await become('cart.shop.svc', undefined);
  expect(await become('cart', 'no-short-name')).toMatchObject({ kind: 'rule' });
});

test('a headless Service has nothing, then an endpoint that is not ready, then one that is', async () => {
  await service('default', 'db', { clusterIP: 'None' });
  await become('db.default.svc', 'no-endpoints');
  const slice = (ready: boolean): string => `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, namespace: default, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
endpoints: [{ addresses: [10.1.0.1], hostname: db-0, conditions: { ready: ${ready} } }]
ports: []
`;
  await cluster.apply(slice(false));
  expect((await become('db.default.svc', 'not-ready'))?.detail).toBe('0 of 1 endpoints ready');
  expect(await firstBroken('db-0.db.default.svc')).toMatchObject({ kind: 'rrset', reason: 'not-ready' });
  await cluster.apply(slice(true));
  await become('db-0.db.default.svc', undefined);
  await become('db.default.svc', undefined);
});
