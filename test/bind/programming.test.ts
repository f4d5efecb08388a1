import { afterAll, beforeAll, expect, test } from 'vitest';
import { countEvent } from '../../src/daemon/tell/zoneMetrics.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { type Named, startNamed } from '../support/named.ts';
import { createTestStore } from '../support/testStore.ts';
import { startZoneDaemon, type ZoneDaemon } from '../support/zoneDaemon.ts';
import { goodStatus } from '../unit/telemetry/support.ts';

const zones = ['first.example', 'past.example', 'still.example', 'kinds.example'];
let named: Named;
beforeAll(async () => {
  named = await startNamed({ zones: zones.map((name) => ({ name })) });
});
afterAll(() => named[Symbol.asyncDispose]());

/** RFC 3339 with nanoseconds, as Go writes it, so long ago. */
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString().replace('Z', '000000Z');

/** What a scrape says of the histogram: lines of its counts, and of its sums in whole seconds. */
const histogram = async ({ events }: ZoneDaemon, zone: string): Promise<readonly string[]> => {
  const metrics = createMetrics(() => goodStatus);
  for (const event of events) countEvent(metrics, { zone }, event);
  return (await metrics.text())
    .split('\n')
    .filter((line) => /^k8s_bind_dns_programming_seconds_(?:count|sum)/.test(line))
    .map((line) => line.replace(/^\S+seconds_/, '').replace(/(?<=sum\S* \d+)\.\d+$/, ''));
};

const addressesOf = async (name: string): Promise<readonly string[]> =>
  (await named.dig(name, 'A', '+short')).split('\n').sort();

test('the time from a change of endpoints to its acknowledgement counts once, for the Service that changed', async () => {
  await using daemon = startZoneDaemon(named, {
    zone: 'first.example.',
    store: createTestStore(Date.now() - 60_000),
  });
  for (const name of ['db', 'cache', 'queue']) daemon.store.putHeadless(`shop/${name}`, ['10.1.0.1']);
  await daemon.settled();
  expect(await histogram(daemon, 'z.')).toEqual([]);

  const changedAt = ago(15_000);
  daemon.store.putChangedEndpoints('shop/db', ['10.1.0.1', '10.1.0.2'], changedAt);
  await daemon.settled();
  expect(await addressesOf('db.shop.svc.first.example')).toEqual(['10.1.0.1', '10.1.0.2']);
  const once = [
    'sum{zone="z.",service_kind="headless_with_selector"} 15',
    'count{zone="z.",service_kind="headless_with_selector"} 1',
  ];
  expect(await histogram(daemon, 'z.')).toEqual(once);

  // A change whose time is not told, one of the annotation alone, and an edit that leaves the annotation.
  daemon.store.putChangedEndpoints('shop/cache', ['10.1.0.2']);
  daemon.store.putChangedEndpoints('shop/queue', ['10.1.0.1'], ago(7_000));
  daemon.store.putChangedEndpoints('shop/db', ['10.1.0.3'], changedAt);
  await daemon.settled();
  expect(await addressesOf('db.shop.svc.first.example')).toEqual(['10.1.0.3']);
  expect(await addressesOf('cache.shop.svc.first.example')).toEqual(['10.1.0.2']);
  expect(await histogram(daemon, 'z.')).toEqual(once);

  // What another hand broke and we heal is no change of endpoints.
  await named.nsupdate('update delete db.shop.svc.first.example. A');
  await daemon.look();
  expect(await addressesOf('db.shop.svc.first.example')).toEqual(['10.1.0.3']);
  expect(await histogram(daemon, 'z.')).toEqual(once);
});

test.each([
  ['in the future', () => ago(-3_600_000)],
  ['from before the start', () => ago(60_000)],
  ['that is none', () => 'yesterday'],
])('a time %s does not count, and the change is written all the same', async (_what, time) => {
  await using daemon = startZoneDaemon(named, {
    zone: 'past.example.',
    store: createTestStore(Date.now() - 30_000),
  });
  daemon.store.putHeadless('shop/db', ['10.1.0.1']);
  await daemon.settled();
  daemon.store.putChangedEndpoints('shop/db', ['10.1.0.2'], time());
  await daemon.settled();
  expect(await addressesOf('db.shop.svc.past.example')).toEqual(['10.1.0.2']);
  expect(await histogram(daemon, 'z.')).toEqual([]);
  daemon.store.putChangedEndpoints('shop/db', ['10.1.0.3'], ago(1_500));
  await daemon.settled();
  expect(await histogram(daemon, 'z.')).toContain('count{zone="z.",service_kind="headless_with_selector"} 1');
});

test('a Service that comes into view late does not count from when its endpoints changed', async () => {
  await using daemon = startZoneDaemon(named, {
    zone: 'still.example.',
    store: createTestStore(Date.now() - 60_000),
  });
  daemon.store.putSpec('shop/db', { clusterIP: 'None' }, { 'k8s-bind.io/ignore': 'true' });
  await daemon.settled();
  daemon.store.putChangedEndpoints('shop/db', ['10.1.0.1'], ago(50_000));
  daemon.store.putChangedEndpoints('shop/hidden', ['10.1.0.9'], ago(50_000));
  await daemon.settled();
  daemon.store.putSpec('shop/db', { clusterIP: 'None' });
  daemon.store.putSpec('shop/hidden', { clusterIP: 'None' });
  await daemon.settled();
  expect(await addressesOf('db.shop.svc.still.example')).toEqual(['10.1.0.1']);
  expect(await addressesOf('hidden.shop.svc.still.example')).toEqual(['10.1.0.9']);
  expect(await histogram(daemon, 'z.')).toEqual([]);
});

test('of a Service with a cluster IP it counts where endpoints decide its records', async () => {
  await using daemon = startZoneDaemon(named, {
    zone: 'kinds.example.',
    store: createTestStore(Date.now() - 60_000),
    records: { endpointNames: true },
  });
  daemon.store.put('shop/web', '10.96.0.1');
  daemon.store.put('shop/gone', '10.96.0.2');
  await daemon.settled();
  daemon.store.putChangedEndpoints('shop/web', ['10.1.0.1'], ago(9_000));
  await daemon.settled();
  // Times are told in whole seconds: the second change of one second has the time of the first.
  const changedAt = ago(4_000);
  daemon.store.putChangedEndpoints('shop/web', ['10.1.0.1', '10.1.0.2'], changedAt);
  await daemon.settled();
  daemon.store.putChangedEndpoints('shop/web', ['10.1.0.1', '10.1.0.3'], changedAt);
  await daemon.settled();
  daemon.store.putChangedEndpoints('shop/gone', ['10.1.0.2'], ago(4_000));
  daemon.store.remove('shop/gone');
  await daemon.settled();
  expect(await addressesOf('10-1-0-1.web.shop.svc.kinds.example')).toEqual(['10.1.0.1']);
  expect(await histogram(daemon, 'z.')).toEqual([
    'sum{zone="z.",service_kind="cluster_ip"} 17',
    'count{zone="z.",service_kind="cluster_ip"} 3',
  ]);
});
