import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownedRecords } from '../support/loopFacts.ts';
import { type Named, startNamed } from '../support/named.ts';
import { startZoneDaemon, type ZoneDaemon } from '../support/zoneDaemon.ts';

const zones = ['create', 'delete', 'short', 'rolling', 'scale16', 'scale100'];

let named: Named;
beforeAll(async () => {
  named = await startNamed({ zones: zones.map((name) => ({ name: `${name}.example` })) });
});
afterAll(() => named[Symbol.asyncDispose]());

/** The loop for one zone, its brake away: here much comes and goes. */
const start = (zone: string): ZoneDaemon =>
  startZoneDaemon(named, { zone, options: { brake: { share: 1, records: 0, allowMassDelete: true } } });

/** Records of ours by what dig reads: all but those that the zone was made with, the claim and markers. */
const countByDig = async (zone: string): Promise<number> => {
  const text = await named.axfrText(zone);
  const names = text.split('\n').flatMap((line) => line.split(' ')[0] || []);
  return names.filter((name) => name !== zone && name !== `ns.${zone}` && !name.includes('_k8s-bind.'))
    .length;
};

/** Waits until the zone is written and read back, holds the loop's count against it and returns it. */
const expectTruth = async (daemon: ZoneDaemon, zone: string): Promise<number> => {
  await daemon.settled();
  const held = await countByDig(zone);
  expect(ownedRecords(daemon.loop)).toBe(held);
  return held;
};

const addresses = (first: number, count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, at) => `10.1.${Math.floor((first + at) / 200)}.${((first + at) % 200) + 1}`,
  );

test('the count of owned records is right when Services come', async () => {
  const zone = 'create.example.';
  await using daemon = start(zone);
  expect(await expectTruth(daemon, zone)).toBe(1);
  daemon.store.put('shop/web', '10.96.0.1', 'fd00::1');
  daemon.store.putHeadless('shop/db', addresses(0, 90));
  daemon.store.putSpec('shop/mail', { type: 'ExternalName', externalName: 'smtp.example.net' });
  expect(await expectTruth(daemon, zone)).toBe(1 + 3 + 180 + 1);
});

test('the count of owned records is right when Services go', async () => {
  const zone = 'delete.example.';
  await using daemon = start(zone);
  daemon.store.put('shop/web', '10.96.0.1');
  daemon.store.putHeadless('shop/db', addresses(0, 20));
  await expectTruth(daemon, zone);
  daemon.store.remove('shop/db');
  expect(await expectTruth(daemon, zone)).toBe(1 + 2);
});

test('the count of owned records is right for short names, also beside records of another writer', async () => {
  const zone = 'short.example.';
  await named.nsupdate('update add web.short.example. 300 MX 10 mail.example.net.');
  await using daemon = start(zone);
  for (const name of ['web', 'api', 'www']) daemon.store.put(`default/${name}`, '10.96.0.1');
  await daemon.settled();
  expect(await countByDig(zone)).toBe(ownedRecords(daemon.loop) + 1);
  daemon.store.remove('default/web');
  daemon.store.put('default/api', '10.96.0.2', 'fd00::2');
  await daemon.settled();
  expect(await countByDig(zone)).toBe(ownedRecords(daemon.loop) + 1);
});

test('the count of owned records stays right when all pods are replaced one by one, five times', async () => {
  const zone = 'rolling.example.';
  const services = ['a', 'b', 'c', 'd'].map((name) => `shop/${name}`);
  await using daemon = start(zone);
  const pods = services.map((_, at) => [...addresses(at * 40, 4)]);
  const tell = (): void => services.forEach((key, at) => daemon.store.putHeadless(key, pods[at] ?? []));
  tell();
  expect(await expectTruth(daemon, zone)).toBe(1 + 4 * 8);
  for (let step = 0; step < 5 * 4; step += 1) {
    pods.forEach((list, at) => list.splice(step % 4, 1, ...addresses(at * 40 + 4 + step, 1)));
    tell();
    await daemon.settled();
  }
  expect(await expectTruth(daemon, zone)).toBe(1 + 4 * 8);
});

/** Scales one headless Service up and down around a number of endpoints. */
const scaleAround = async (limit: number): Promise<void> => {
  const zone = `scale${limit}.example.`;
  await using daemon = start(zone);
  for (const count of [limit - 2, limit, limit + 1, limit + 4, limit - 1, 2, limit + 2]) {
    daemon.store.putHeadless('shop/web', addresses(0, count));
    // The name server takes 100 records of one name and type (max-records-per-type).
    expect(await expectTruth(daemon, zone)).toBe(1 + Math.min(count, 100) + count);
  }
};

test('the count of owned records is right when a Service passes 16 endpoints and returns', async () => {
  await scaleAround(16);
});

test('the count of owned records is right when a Service passes 100 endpoints and returns', async () => {
  await scaleAround(100);
});
