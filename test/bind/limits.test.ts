import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probeLimitNow } from '../support/loopFacts.ts';
import { type Named, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

const withoutSrv = 'update-policy { grant k8s-bind zonesub A AAAA CNAME TXT; };';

let named: Named;
beforeAll(async () => {
  named = await startNamed({
    zones: [
      { name: 'count.example' },
      { name: 'long.example', maxRecordsPerType: 0 },
      { name: 'full.example' },
      { name: 'both.example', update: withoutSrv },
      { name: 'grant.example', update: withoutSrv },
    ],
  });
});
afterAll(() => named[Symbol.asyncDispose]());

const addresses = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `10.1.${at >> 8}.${at & 255}`);
const lines = async (name: string, type: string): Promise<number> =>
  (await named.dig('+tcp', '+short', name, type)).split('\n').filter((line) => line !== '').length;

test('a limit is learned for the RRset that is too long, and a neighbour with as many records that fit is not cut', async () => {
  const zone = 'count.example.';
  await using daemon = startZoneDaemon(named, { zone });
  daemon.store.putHeadless('shop/small', addresses(90));
  await daemon.settled();
  daemon.store.putHeadless('shop/large', addresses(400));
  await waitFor('the limit is known', () => daemon.of('record-limit').length > 0);
  await daemon.settled();
  expect(daemon.of('record-limit')).toMatchObject([{ unit: 'shop/large', limit: 100 }]);
  expect(await lines(`large.shop.svc.${zone}`, 'A')).toBe(100);
  expect(await lines(`small.shop.svc.${zone}`, 'A')).toBe(90);
  expect([...daemon.loop.view.limited().keys()]).toEqual(['shop/large']);
  expect(daemon.loop.view.quarantine().size).toBe(0);
  expect(await named.dig('+short', '_write-test._k8s-bind.count.example', 'TXT')).toBe('');
});

test('without SRV in the grant a Service keeps its addresses, and what is left out is named', async () => {
  const zone = 'grant.example.';
  await using daemon = startZoneDaemon(named, { zone });
  daemon.store.put('shop/web', '10.96.0.1');
  daemon.store.put('shop/api', '10.96.0.2');
  await waitFor('both are known', () => daemon.of('rrsets-refused').length === 2);
  await daemon.settled();
  expect(daemon.of('rrsets-refused').map(({ unit, rrsets }) => [unit, rrsets])).toEqual([
    ['shop/web', [`_http._tcp.web.shop.svc.${zone} SRV`]],
    ['shop/api', [`_http._tcp.api.shop.svc.${zone} SRV`]],
  ]);
  expect(await named.dig('+short', `web.shop.svc.${zone}`, 'A')).toBe('10.96.0.1');
  expect(await named.dig('+short', `api.shop.svc.${zone}`, 'A')).toBe('10.96.0.2');
  expect(daemon.loop.view.quarantine().size).toBe(0);
  daemon.store.put('shop/web', '10.96.0.3');
  await waitFor('changed', () => named.dig('+short', `web.shop.svc.${zone}`, 'A'), {
    until: (text) => text === '10.96.0.3',
  });
});

test('a Service with a type that is refused and an RRset that is too long has the rest, and is not tried without end', async () => {
  const zone = 'both.example.';
  await using daemon = startZoneDaemon(named, { zone });
  daemon.store.put('shop/web', '10.96.0.1');
  await daemon.settled();
  daemon.store.putHeadless('shop/large', addresses(150), undefined, [{ name: 'http', port: 80 }]);
  daemon.store.put('shop/api', '10.96.0.2');
  await waitFor('both limits are known', () => daemon.of('record-limit').length > 0);
  await daemon.settled();
  expect(await lines(`large.shop.svc.${zone}`, 'A')).toBe(100);
  expect(daemon.of('record-limit')).toMatchObject([{ unit: 'shop/large', limit: 100 }]);
  expect(daemon.of('rrsets-refused').map(({ unit }) => unit)).toEqual(['shop/web', 'shop/large', 'shop/api']);
  for (const [name, address] of [
    ['web', '10.96.0.1'],
    ['api', '10.96.0.2'],
  ])
    expect(await named.dig('+short', `${name}.shop.svc.${zone}`, 'A')).toBe(address);
  expect(daemon.loop.view.quarantine().size).toBe(0);
  expect(daemon.updates.length).toBeLessThan(100);

  const before = daemon.updates.length;
  daemon.store.putHeadless('shop/large', addresses(160), undefined, [{ name: 'http', port: 80 }]);
  await daemon.settled();
  expect(await lines(`large.shop.svc.${zone}`, 'A')).toBe(100);
  expect(daemon.updates.length - before).toBeLessThan(100);

  const reports = daemon.of('rrsets-refused').length;
  const tried = new Set<string>();
  for (const _ of Array(6).keys()) {
    tried.add(String(daemon.loop.view.limited().keys().next().value));
    const sent = daemon.updates.length;
    probeLimitNow(daemon.loop);
    daemon.loop.wake();
    await waitFor('more was tried', () => daemon.updates.length > sent);
    await daemon.settled();
  }
  expect(tried).toEqual(new Set(['shop/api', 'shop/large', 'shop/web']));
  expect(daemon.of('rrsets-refused').length).toBe(reports);
});

test('an RRset never grows beyond what one answer can carry, and nothing else is cut for it', async () => {
  const zone = 'long.example.';
  await using daemon = startZoneDaemon(named, { zone });
  const ports = ['one', 'two', 'three', 'four'].map((name, at) => ({ name, port: 8_000 + at }));
  daemon.store.putHeadless('shop/plain', addresses(1_500), undefined, []);
  daemon.store.putHeadless('shop/large', addresses(2_600), undefined, ports);
  await daemon.settled();
  expect(await lines(`large.shop.svc.${zone}`, 'A')).toBe(2_600);
  expect(await lines(`plain.shop.svc.${zone}`, 'A')).toBe(1_500);
  for (const { name } of ports) {
    const count = await lines(`_${name}._tcp.large.shop.svc.${zone}`, 'SRV');
    expect(count).toBeGreaterThan(1_000);
    expect(count).toBeLessThan(1_300);
  }
  expect(daemon.loop.view.limited().size).toBe(0);
  expect(daemon.of('record-limit')).toEqual([]);
});

test('a journal that cannot be written is the zone’s fault: nobody is quarantined or cut, and all is written once it can', async () => {
  const zone = 'full.example.';
  const journal = `${named.zoneFile('full.example')}.jnl`;
  await using daemon = startZoneDaemon(named, { zone });
  daemon.store.put('shop/web', '10.96.0.1');
  daemon.store.putHeadless('shop/db', addresses(30));
  await daemon.settled();

  renameSync(journal, `${journal}.kept`);
  mkdirSync(journal);
  daemon.store.put('shop/web', '10.96.0.2');
  daemon.store.putHeadless('shop/db', addresses(60));
  daemon.store.put('shop/new', '10.96.0.3');
  await waitFor('several tries', () => daemon.of('update-failed').length >= 3);
  expect(new Set(daemon.of('update-failed').map(({ outcome }) => outcome.kind))).toEqual(
    new Set(['server-failure']),
  );
  expect(await lines(`db.shop.svc.${zone}`, 'A')).toBe(30);

  rmdirSync(journal);
  renameSync(`${journal}.kept`, journal);
  await daemon.settled();
  expect(await lines(`db.shop.svc.${zone}`, 'A')).toBe(60);
  expect(await named.dig('+short', `web.shop.svc.${zone}`, 'A')).toBe('10.96.0.2');
  expect(await named.dig('+short', `new.shop.svc.${zone}`, 'A')).toBe('10.96.0.3');
  expect(daemon.of('quarantined')).toEqual([]);
  expect(daemon.of('record-limit')).toEqual([]);
  expect(daemon.loop.view.limited().size).toBe(0);
});
