import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HostileRelay, startHostileRelay } from '../support/hostileRelay.ts';
import { heldBack } from '../support/loopFacts.ts';
import { type Named, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon, type ZoneDaemon } from '../support/zoneDaemon.ts';

let named: Named;
beforeAll(async () => {
  const zones = ['pass.example', 'brake.example', 'stop.example'];
  named = await startNamed({ zones: zones.map((name) => ({ name, maxRecordsPerType: 0 })) });
});
afterAll(() => named[Symbol.asyncDispose]());

const addresses = Array.from({ length: 2_600 }, (_, at) => `10.1.${at >> 8}.${at & 255}`);
const ports = ['one', 'two', 'three', 'four'].map((name, at) => ({ name, port: 8_000 + at }));
const answer = (name: string): Promise<string> => named.dig('+tcp', '+short', name, 'A');
const lines = (text: string): number => text.split('\n').filter((line) => line !== '').length;
const isWritten = (daemon: ZoneDaemon, unit: string): boolean =>
  daemon.of('written').some(({ units }) => units.some((written) => written === unit));

/**
 * The server takes its time for each UPDATE, and a Service comes that needs many of them. Returns how many
 * there were before.
 */
const putLong = async (daemon: ZoneDaemon, relay: HostileRelay, perMessageMs: number): Promise<number> => {
  for (const index of Array(30).keys()) daemon.store.put(`shop/web-${index}`, `10.96.0.${index}`);
  await daemon.settled();
  relay.misbehave(({ what }) => (what === 'update' ? { kind: 'delay', ms: perMessageMs } : { kind: 'pass' }));
  const before = daemon.updates.length;
  daemon.store.putHeadless('shop/long', addresses, undefined, ports);
  await waitFor('the first part is under way', () => daemon.updates.length > before);
  return before;
};

test('what is small passes between the parts of what is long, which is pending until its end', async () => {
  const zone = 'pass.example.';
  await using relay = await startHostileRelay(named);
  await using daemon = startZoneDaemon(named, { zone, port: relay.port });
  const before = await putLong(daemon, relay, 200);
  expect([...daemon.loop.view.pendingUnits()]).toEqual(['shop/long']);
  daemon.store.put('shop/web-7', '10.96.1.7');
  await waitFor('the neighbour is served', () => answer(`web-7.shop.svc.${zone}`), {
    until: (text) => text === '10.96.1.7',
  });
  expect(isWritten(daemon, 'shop/long')).toBe(false);
  expect([...daemon.loop.view.pendingUnits()]).toContain('shop/long');

  await daemon.settled();
  const touches = daemon.updates.slice(before).map(({ operations }) => JSON.stringify(operations));
  const small = touches.findIndex((text) => text.includes('10.96.1.7'));
  expect(small).toBeGreaterThan(0);
  expect(small).toBeLessThan(touches.length - 2);
  expect(daemon.of('update-failed')).toEqual([]);
  expect(daemon.loop.view.pending()).toBe(0);
  expect(lines(await answer(`long.shop.svc.${zone}`))).toBe(addresses.length);
  expect(await answer(`web-8.shop.svc.${zone}`)).toBe('10.96.0.8');
});

test('what goes while a long unit is under way meets the brake as at any other time', async () => {
  const zone = 'brake.example.';
  await using relay = await startHostileRelay(named);
  await using daemon = startZoneDaemon(named, { zone, port: relay.port });
  await putLong(daemon, relay, 200);
  for (const index of Array(30).keys()) daemon.store.remove(`shop/web-${index}`);
  await waitFor('it is held back', () => heldBack(daemon.loop).size === 30);
  expect(isWritten(daemon, 'shop/long')).toBe(false);
  await daemon.settled();
  expect(await answer(`web-8.shop.svc.${zone}`)).toBe('10.96.0.8');
  expect(lines(await answer(`long.shop.svc.${zone}`))).toBe(addresses.length);
});

test('who is stopped in the middle ends after the message under way, and the next one finishes it', async () => {
  const zone = 'stop.example.';
  await using relay = await startHostileRelay(named);
  await using daemon = startZoneDaemon(named, { zone, port: relay.port });
  const before = await putLong(daemon, relay, 400);
  const parts = daemon.updates.length - before;
  expect(await daemon.stop()).toEqual({ kind: 'stopped' });
  expect(daemon.updates.length - before).toBeLessThanOrEqual(parts + 2);
  expect(isWritten(daemon, 'shop/long')).toBe(false);
  relay.misbehave(undefined);
  await using next = startZoneDaemon(named, { zone, store: daemon.store });
  await next.settled();
  expect(lines(await answer(`long.shop.svc.${zone}`))).toBe(addresses.length);
  expect(await answer(`web-8.shop.svc.${zone}`)).toBe('10.96.0.8');
});
