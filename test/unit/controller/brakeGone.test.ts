import { describe, expect, test } from 'vitest';
import { type BrakeWorld, createBrakeWorld, fleet, ways } from '../../support/brakeWorld.ts';

/** 30 ClusterIP Services: four records of each, two of them at short names; with `dns-version` 121. */
const keys = fleet(30, 'default');
const gone = keys.slice(0, 26);
const nameOf = (at: number): string => `web-${at}.default.svc.k8s.example.`;
const shortNameOf = (at: number): string => `web-${at}.k8s.example.`;
const addressOf = (at: number): string => `10.96.0.${at}`;

/** A name of another writer, and records of another writer beside ours. */
const byHand = ['www.k8s.example. 300 A 192.0.2.1'];
const besideOurs = 'web-3.k8s.example. 300 MX 10 mail.example.net.';

const putAll = ({ store }: BrakeWorld): void => keys.forEach((key, at) => store.put(key, addressOf(at)));

const withServices = async (): Promise<BrakeWorld> => {
  const world = createBrakeWorld({ byHand });
  putAll(world);
  await world.settle();
  world.writeByHand(besideOurs);
  await world.settle();
  return world;
};

describe.each(ways)('26 of 30 Services are gone: $way', ({ before }) => {
  const withoutThem = async (): Promise<BrakeWorld> => {
    const world = await withServices();
    for (const key of gone) world.store.remove(key);
    before(world);
    return world;
  };

  test('their records are held back, and the zone answers for them', async () => {
    const world = await withoutThem();
    await world.settle();
    expect(world.held()).toBe(26 * 4);
    expect(world.text()).toEqual((await withServices()).text());
  });

  test('a new Service is added, and one that is left is changed', async () => {
    const world = await withoutThem();
    world.store.put('shop/new', '10.96.1.1');
    world.store.put('default/web-28', '10.96.1.28');
    await world.settle();
    expect(world.at('new.shop.svc.k8s.example.')).toBe('new.shop.svc.k8s.example. 30 A 10.96.1.1');
    expect(world.at(nameOf(28))).toBe(`${nameOf(28)} 30 A 10.96.1.28`);
    expect(world.at(shortNameOf(28))).toBe(`${shortNameOf(28)} 30 A 10.96.1.28`);
    expect(world.at(nameOf(3))).toBe(`${nameOf(3)} 30 A ${addressOf(3)}`);
    expect(world.held()).toBe(26 * 4);
  });

  test('one of somebody else that is deleted meanwhile waits as well, and its neighbours stay', async () => {
    const world = await withoutThem();
    await world.settle();
    world.store.remove('default/web-28');
    await world.settle();
    expect(world.held()).toBe(27 * 4);
    expect(world.text()).toEqual((await withServices()).text());
  });

  test('one that is left and loses its ports loses its SRV names at once', async () => {
    const world = await withoutThem();
    const clusterIPs = [addressOf(28)];
    const ports = [{ port: 80 }];
    world.store.putSpec('default/web-28', { clusterIP: addressOf(28), clusterIPs, ports });
    await world.settle();
    expect(world.at(`_http._tcp.${nameOf(28)}`)).toBe('');
    expect(world.at(`_http._tcp.${shortNameOf(28)}`)).toBe('');
    expect(world.at(shortNameOf(28))).toBe(`${shortNameOf(28)} 30 A ${addressOf(28)}`);
    expect(world.held()).toBe(26 * 4);
  });

  test('one that returns with a new address is written at once, and the others stay held back', async () => {
    const world = await withoutThem();
    await world.settle();
    world.store.put('default/web-5', '10.96.1.5');
    await world.settle();
    expect(world.at(nameOf(5))).toBe(`${nameOf(5)} 30 A 10.96.1.5`);
    expect(world.at(shortNameOf(5))).toBe(`${shortNameOf(5)} 30 A 10.96.1.5`);
    expect(world.at(nameOf(3))).toBe(`${nameOf(3)} 30 A ${addressOf(3)}`);
    expect(world.held()).toBe(25 * 4);
  });

  test('they are released one by one as they return, to the last', async () => {
    const world = await withoutThem();
    await world.settle();
    for (const [at, key] of gone.entries()) {
      world.store.put(key, addressOf(at));
      await world.settle();
      expect(world.held()).toBe((25 - at) * 4);
    }
    expect(world.text()).toEqual((await withServices()).text());
  });

  test('consent deletes exactly them, and nothing of another writer', async () => {
    const world = await withoutThem();
    await world.settle();
    await world.allow();
    const expected = createBrakeWorld({ byHand });
    for (const at of [26, 27, 28, 29]) expected.store.put(`default/web-${at}`, addressOf(at));
    await expected.settle();
    expected.writeByHand(besideOurs);
    expect(world.held()).toBe(0);
    expect(world.text()).toEqual(expected.text());
    expect(world.at(shortNameOf(3))).toBe(besideOurs);
  });

  test('consent is given once: what goes after that is held back again', async () => {
    const world = await withoutThem();
    await world.settle();
    await world.allow();
    putAll(world);
    await world.settle();
    for (const key of gone) world.store.remove(key);
    await world.settle();
    // The short name of web-3 and its SRV name did not come back: another writer's record stands there now.
    expect(world.held()).toBe(26 * 4 - 2);
  });
});

describe.each(ways)('a source that is suddenly empty: $way', ({ before }) => {
  test('everything is held back until it is allowed', async () => {
    const world = await withServices();
    for (const key of keys) world.store.remove(key);
    before(world);
    await world.settle();
    expect(world.held()).toBe(30 * 4);
    expect(world.text()).toEqual((await withServices()).text());
    await world.allow();
    expect(world.text()).toEqual(['dns-version.k8s.example. 30 TXT "1.1.0"', ...byHand, besideOurs].sort());
  });
});

test('Services that the options no longer select are gone', async () => {
  const world = await withServices();
  world.restart({ scope: { namespaces: ['shop'] } });
  await world.settle();
  expect(world.held()).toBe(30 * 4);
  expect(world.text()).toEqual((await withServices()).text());
});

test('up to 20 records go at once, however large their share', async () => {
  const world = await withServices();
  for (const key of keys.slice(5)) world.store.remove(key);
  await world.settle();
  await world.allow();
  // 21 records are left: 20 of five Services, and dns-version.
  for (const key of keys) world.store.remove(key);
  await world.settle();
  expect(world.held()).toBe(0);
  expect(world.at(nameOf(2))).toBe('');
});

test('up to 30 % of what we own goes at once, however many records', async () => {
  const world = await withServices();
  for (const key of keys.slice(0, 9)) world.store.remove(key);
  await world.settle();
  expect(world.held()).toBe(0);
  expect(world.at(nameOf(2))).toBe('');
});

test('after five rolling replacements of all pods, 200 of 321 records are held back', async () => {
  const world = createBrakeWorld();
  const services = fleet(40);
  const pods = services.map((_, at) => [1, 2, 3, 4].map((pod) => `10.1.${pod}.${at}`));
  const tell = (): void => services.forEach((key, at) => world.store.putHeadless(key, pods[at] ?? []));
  tell();
  await world.settle();
  for (let step = 0; step < 5 * 4; step += 1) {
    pods.forEach((list, at) => list.splice(step % 4, 1, `10.1.${5 + step}.${at}`));
    tell();
    await world.settle();
  }
  expect(world.text()).toHaveLength(321);
  for (const key of services.slice(0, 25)) world.store.remove(key);
  await world.settle();
  expect(world.held()).toBe(200);
  expect(world.text()).toHaveLength(321);
});
