import { beforeEach, describe, expect, test } from 'vitest';
import type { ZoneEvent } from '../../../src/controller/zoneEvent.ts';
import { encodeUpdate } from '../../../src/dns/encodeUpdate.ts';
import type { UpdateContent } from '../../../src/dns/updateMessage.ts';
import { serviceRef } from '../../../src/model/objectRef.ts';
import { createTimedZone, type TimedLoop, type TimedZone } from '../../support/timedZone.ts';

const zone = 'k8s.example.';

let world: TimedZone;
/** What was sent, in order. */
let sent: UpdateContent[];

/** Each message takes so long. */
const answerAfter = (ms: number): void =>
  world.behave({
    update: async (content) => {
      sent.push(content);
      await new Promise<void>((resolve) => void world.time.after(ms, resolve));
      return await world.model.client.update(content);
    },
  });

beforeEach(() => {
  world = createTimedZone();
  sent = [];
  answerAfter(0);
});

const running = async (): Promise<TimedLoop> => {
  world.store.sync();
  const one = world.start();
  await world.time.run(3_000);
  sent = [];
  return one;
};

const octetsOf = (content: UpdateContent): number =>
  encodeUpdate({ id: 1, zone, ...content, keepalive: true }).length;

const namesIn = ({ operations }: UpdateContent): readonly string[] => [
  ...new Set(operations.map(({ name }) => name)),
];

test('what changes at once goes in messages that are full, each change whole in one of them', async () => {
  const one = await running();
  const keys = Array.from({ length: 400 }, (_, at) => `shop/web-${at}`);
  for (const [at, key] of keys.entries()) world.store.put(key, `10.96.${at >> 8}.${at & 255}`);
  await world.time.run(3_000);
  expect(sent.length).toBeGreaterThan(1);
  // The first has 8 KB at most, counted without compression of names; each may be twice as long as the last.
  const octets = sent.map(octetsOf);
  expect(octets[0]).toBeGreaterThan(5_000);
  expect(octets[0]).toBeLessThan(8_400);
  expect(
    octets.slice(1, -1).filter((length, at) => length > 2.2 * (octets[at] ?? 0) || length < 5_000),
  ).toEqual([]);
  const places = sent.flatMap((content, message) => namesIn(content).map((name) => [name, message] as const));
  const messagesOf = new Map<string, Set<number>>();
  for (const [name, message] of places) {
    const base = name.replace(/^_http\._tcp\./, '');
    messagesOf.set(base, (messagesOf.get(base) ?? new Set()).add(message));
  }
  expect([...messagesOf.values()].filter(({ size }) => size > 1)).toEqual([]);
  expect([messagesOf.size, world.text().length]).toEqual([400, 2 * 400 + 1]);
  expect(one.loop.view.isSettled()).toBe(true);
});

const addresses = Array.from({ length: 2_000 }, (_, at) => `10.${1 + (at >> 8)}.${at & 255}.1`);
const large = `large.shop.svc.${zone}`;

/** The first of several messages with the addresses of one Service is under way. Each answer takes 100 ms. */
const beginLarge = async (): Promise<void> => {
  answerAfter(100);
  world.store.putHeadless('shop/large', addresses);
  await world.time.run(50);
};

test('between the parts of what is longer than a message everything goes that is small', async () => {
  const one = await running();
  await beginLarge();
  world.store.put('shop/small', '10.96.0.1');
  await world.time.run(150);
  world.store.put('shop/later', '10.96.0.2');
  await world.time.run(5_000);
  const kinds = sent.map((content) => {
    const names = namesIn(content);
    if (names.some((name) => name.endsWith(large))) return 'large';
    return names
      .map((name) => name.split('.')[0])
      .filter((label) => label !== '_http')
      .join(' ');
  });
  expect(kinds.filter((kind) => kind === 'large').length).toBeGreaterThan(2);
  expect(kinds.slice(0, 4)).toEqual(['large', 'small', 'large', 'later']);
  expect(kinds.filter((kind) => kind !== 'large')).toEqual(['small', 'later']);
  expect(world.at(large)).toHaveLength(addresses.length);
  expect([one.loop.view.isSettled(), sent.filter((content) => octetsOf(content) > 65_535)]).toEqual([
    true,
    [],
  ]);
});

test('a stop between two parts is heard: the rest is the next start’s', async () => {
  const one = await running();
  await beginLarge();
  one.stop();
  await world.time.run(3_000);
  const part = world.text().length;
  expect(one.end()?.kind).toBe('stopped');
  world.start();
  await world.time.run(30_000);
  const whole = world.text().length;
  expect(world.at(large)).toHaveLength(addresses.length);
  expect([part > 1, part < whole]).toEqual([true, true]);
});

describe('a name that has records of another writer', () => {
  const name = `web.${zone}`;
  const origin = serviceRef('default/web');
  const told = ({ events }: TimedLoop): readonly ZoneEvent[] =>
    events.filter(({ kind }) => kind === 'conflict' || kind === 'conflict-ended');

  test('is told once and left alone, with what is below it, until it is free', async () => {
    const one = await running();
    world.addByHand('web 60 A 192.0.2.1');
    world.store.put('default/web', '10.96.0.1');
    world.store.put('default/api', '10.96.0.2');
    await world.time.run(3_000);
    expect(world.at(name)).toEqual([`${name} 60 A 192.0.2.1`]);
    expect(world.at(`_http._tcp.${name}`)).toEqual([]);
    expect(world.at(`api.${zone}`)).toContain(`api.${zone} 30 A 10.96.0.2`);
    expect(told(one)).toContainEqual({ kind: 'conflict', name, origin, reason: expect.any(String) });
    expect(told(one).filter((event) => 'name' in event && event.name === name)).toHaveLength(1);
    world.store.put('default/web', '10.96.0.9');
    await world.time.run(3_000);
    expect(told(one).filter((event) => 'name' in event && event.name === name)).toHaveLength(1);
    world.removeByHand(name, 'A');
    one.loop.zoneChanged();
    await world.time.run(10_000);
    expect(world.at(name)).toContain(`${name} 30 A 10.96.0.9`);
    expect(world.at(`_http._tcp.${name}`)).toEqual([`_http._tcp.${name} 30 SRV 0 100 80 ${name}`]);
    expect(told(one)).toContainEqual({ kind: 'conflict-ended', name });
  });
});
