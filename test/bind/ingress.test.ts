import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { type Named, startNamed } from '../support/named.ts';
import { createTestStore, type TestStore } from '../support/testStore.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon, type ZoneDaemon } from '../support/zoneDaemon.ts';

const records: Partial<RecordOptions> = {
  sources: ['ingress'],
  allow: [{ scope: {}, patterns: ['*.{zone}'], kinds: ['Ingress'] }],
};

/** As `--hold` is by default. */
const hold = { holdMs: 600_000 };

type Given = { readonly namespace: string; readonly host: string; readonly year?: number };

const putIngress = (
  store: TestStore,
  { namespace, host, year = 2026 }: Given,
  ips: readonly string[],
): void =>
  store.putObject('ingresses', {
    metadata: { namespace, name: 'web', creationTimestamp: `${year}-01-01T00:00:00Z` },
    spec: { ingressClassName: 'traefik', rules: [{ host }] },
    status: { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } },
  });

let named: Named;
const zones = ['cleared', 'twice', 'service', 'waits'];
beforeAll(async () => {
  named = await startNamed({ zones: zones.map((name) => ({ name: `${name}.example` })) });
});
afterAll(() => named[Symbol.asyncDispose]());

const address = async (name: string): Promise<string> => (await named.dig('+short', name, 'A')).trim();
const becomes = (name: string, expected: string): Promise<unknown> =>
  waitFor(`${name} has "${expected}"`, () => address(name), { until: (text) => text === expected });
/** Records at names below the zone that are no marks, and are what the daemon counts as its own. */
const ownRecords = async (zone: string): Promise<number> =>
  (await named.axfrText(`${zone}.example`))
    .split('\n')
    .filter((line) => line !== '' && !/ IN (SOA|NS) |_k8s-bind|^ns\./.test(line)).length;
const deletions = ({ updates }: ZoneDaemon): readonly string[] =>
  updates.flatMap(({ operations }) =>
    operations.filter(({ kind }) => kind !== 'add').map((operation) => JSON.stringify(operation)),
  );

test('ingress-06: a status that is cleared and back within a minute is no update', async () => {
  await using daemon = startZoneDaemon(named, { zone: 'cleared.example.', records, options: hold });
  const { store } = daemon;
  const shop = { namespace: 'shop', host: 'shop.cleared.example' };
  const blog = { namespace: 'blog', host: 'blog.cleared.example' };
  putIngress(store, shop, ['192.0.2.1']);
  putIngress(store, blog, ['192.0.2.2']);
  await daemon.settled();
  const sent = daemon.updates.length;
  const serial = await named.serial('cleared.example');

  putIngress(store, shop, []);
  await daemon.settled();
  expect(daemon.loop.view.holds().size).toBe(1);
  putIngress(store, shop, ['192.0.2.1']);
  await daemon.settled();

  expect(daemon.loop.view.holds().size).toBe(0);
  expect(daemon.updates.length).toBe(sent);
  expect(await named.serial('cleared.example')).toBe(serial);
  expect(await address('shop.cleared.example')).toBe('192.0.2.1');
  expect(await address('blog.cleared.example')).toBe('192.0.2.2');
  expect(daemon.loop.view.ownedRecords()).toBe(await ownRecords('cleared'));
});

test('ingress-07: of one host and address in two namespaces the record stays until the last goes', async () => {
  await using daemon = startZoneDaemon(named, { zone: 'twice.example.', records });
  const { store } = daemon;
  const host = 'shop.twice.example';
  putIngress(store, { namespace: 'first', host, year: 2024 }, ['192.0.2.1']);
  putIngress(store, { namespace: 'second', host, year: 2025 }, ['192.0.2.1']);
  putIngress(store, { namespace: 'third', host: 'blog.twice.example' }, ['192.0.2.3']);
  await daemon.settled();
  const owned = daemon.loop.view.ownedRecords();

  store.removeObject('ingresses', 'first/web');
  await daemon.settled();
  expect(await address(host)).toBe('192.0.2.1');
  expect(daemon.loop.view.ownedRecords()).toBe(owned);
  // What went is the first one's mark: the record itself was never away.
  const deleted = (): readonly string[] =>
    deletions(daemon).filter((text) => text.includes(`"${host}."`) && text.includes('"A"'));
  expect(deleted()).toEqual([]);

  store.removeObject('ingresses', 'second/web');
  await becomes(host, '');
  await daemon.settled();
  expect(deleted()).toHaveLength(1);
  expect(await address('blog.twice.example')).toBe('192.0.2.3');
  expect(daemon.loop.view.ownedRecords()).toBe(owned - 1);
  expect(daemon.loop.view.ownedRecords()).toBe(await ownRecords('twice'));
});

const key = 'kube-system/traefik';
const byService: Partial<RecordOptions> = {
  ...records,
  ingressRules: [{ className: 'traefik', service: key }],
};
const putService = (store: TestStore, ips: readonly string[]): void =>
  store.putObject('services', {
    metadata: { namespace: 'kube-system', name: 'traefik' },
    spec: { type: 'LoadBalancer', clusterIP: '10.96.0.9' },
    status: { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } },
  });

test('a rule for a class follows the Service that it names, and what the Ingress itself says does not count', async () => {
  const store = createTestStore(Date.now(), [key]);
  await using daemon = startZoneDaemon(named, { zone: 'service.example.', records: byService, store });
  putService(store, ['192.0.2.1']);
  putIngress(store, { namespace: 'shop', host: 'shop.service.example' }, []);
  putIngress(store, { namespace: 'blog', host: 'blog.service.example' }, ['192.0.2.66']);
  await daemon.settled();
  expect(await address('shop.service.example')).toBe('192.0.2.1');
  expect(await address('blog.service.example')).toBe('192.0.2.1');
  const owned = daemon.loop.view.ownedRecords();

  putService(store, ['192.0.2.2', '192.0.2.3']);
  await becomes('shop.service.example', '192.0.2.2\n192.0.2.3');
  await daemon.settled();
  expect((await address('blog.service.example')).split('\n').sort()).toEqual(['192.0.2.2', '192.0.2.3']);
  expect(daemon.loop.view.ownedRecords()).toBe(owned + 2);
  expect(daemon.loop.view.ownedRecords()).toBe(await ownRecords('service'));
});

test('a Service that a rule names and that loses its addresses, or is deleted, is waited for', async () => {
  const store = createTestStore(Date.now(), [key]);
  await using daemon = startZoneDaemon(named, {
    zone: 'waits.example.',
    records: byService,
    store,
    options: hold,
  });
  putService(store, ['192.0.2.1']);
  putIngress(store, { namespace: 'shop', host: 'shop.waits.example' }, []);
  await daemon.settled();
  const sent = daemon.updates.length;

  putService(store, []);
  await daemon.settled();
  store.removeObject('services', key);
  await daemon.settled();
  expect(await address('shop.waits.example')).toBe('192.0.2.1');
  expect(daemon.updates.length).toBe(sent);
  expect(daemon.of('holding').map(({ waitsFor }) => waitsFor)).toEqual([`an address of Service ${key}`]);

  putService(store, ['192.0.2.2']);
  await becomes('shop.waits.example', '192.0.2.2');
  store.removeObject('ingresses', 'shop/web');
  await becomes('shop.waits.example', '');
  await daemon.settled();
  expect(daemon.loop.view.ownedRecords()).toBe(await ownRecords('waits'));
});
