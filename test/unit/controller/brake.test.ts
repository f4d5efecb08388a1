import { describe, expect, test } from 'vitest';
import { type BrakeWorld, createBrakeWorld, fleet, ways } from '../../support/brakeWorld.ts';

/** 30 headless Services with short names, each with pods of its own: `10.1.<pod>.<service>`. */
const keys = fleet(30, 'default');
const nameOf = (at: number): string => `web-${at}.default.svc.k8s.example.`;
const shortNameOf = (at: number): string => `web-${at}.k8s.example.`;
const podsOf = (at: number, pods: readonly number[]): readonly string[] =>
  pods.map((pod) => `10.1.${pod}.${at}`);

const putAll = ({ store }: BrakeWorld, pods: readonly number[]): void =>
  keys.forEach((key, at) => store.putHeadless(key, podsOf(at, pods)));

const withPods = async (pods: readonly number[]): Promise<BrakeWorld> => {
  const world = createBrakeWorld();
  putAll(world, pods);
  await world.settle();
  return world;
};

/** What the zone holds when these pods are there from the start. */
const textWith = async (pods: readonly number[]): Promise<readonly string[]> => (await withPods(pods)).text();

const expectPods = async (world: BrakeWorld, pods: readonly number[]): Promise<void> => {
  expect(world.held()).toBe(0);
  expect(world.text()).toEqual(await textWith(pods));
};

describe.each(ways)('Services that exist are never held back: $way', ({ before }) => {
  test('a new address for the only pod of each', async () => {
    const world = await withPods([1]);
    putAll(world, [2]);
    before(world);
    await world.settle();
    expect(world.at(nameOf(7))).toBe(`${nameOf(7)} 5 A 10.1.2.7`);
    expect(world.at(shortNameOf(7))).toBe(`${shortNameOf(7)} 5 A 10.1.2.7`);
    await expectPods(world, [2]);
  });

  test('new addresses for all three pods of each', async () => {
    const world = await withPods([1, 2, 3]);
    putAll(world, [4, 5, 6]);
    before(world);
    await world.settle();
    await expectPods(world, [4, 5, 6]);
  });

  test('one pod with a new address in the place of three', async () => {
    const world = await withPods([1, 2, 3]);
    putAll(world, [4]);
    before(world);
    await world.settle();
    await expectPods(world, [4]);
  });

  test('two of three endpoints that are not ready for a moment', async () => {
    const world = await withPods([1, 2, 3]);
    keys.forEach((key, at) => world.store.putReadiness(key, podsOf(at, [1]), podsOf(at, [2, 3])));
    before(world);
    await world.settle();
    expect(world.at(nameOf(7))).toBe(`${nameOf(7)} 5 A 10.1.1.7`);
    await expectPods(world, [1]);
    putAll(world, [1, 2, 3]);
    await world.settle();
    await expectPods(world, [1, 2, 3]);
  });

  test('all endpoints that are not ready: the names go, short names too', async () => {
    const world = await withPods([1, 2, 3]);
    keys.forEach((key, at) => world.store.putReadiness(key, [], podsOf(at, [1, 2, 3])));
    before(world);
    await world.settle();
    expect(world.at(nameOf(7))).toBe('');
    expect(world.at(shortNameOf(7))).toBe('');
    await expectPods(world, []);
  });

  test('another type: aliases in the place of addresses', async () => {
    const world = await withPods([1, 2, 3]);
    for (const key of keys)
      world.store.putSpec(key, { type: 'ExternalName', externalName: 'shop.example.net' });
    before(world);
    await world.settle();
    expect(world.held()).toBe(0);
    expect(world.at(nameOf(7))).toBe(`${nameOf(7)} 30 CNAME shop.example.net.`);
    expect(world.at(shortNameOf(7))).toBe(`${shortNameOf(7)} 30 CNAME shop.example.net.`);
  });

  test('no ports any more: the SRV names go', async () => {
    const world = createBrakeWorld();
    keys.forEach((key, at) => world.store.put(key, `10.96.0.${at}`));
    await world.settle();
    keys.forEach((key, at) => {
      const clusterIP = `10.96.0.${at}`;
      world.store.putSpec(key, { clusterIP, clusterIPs: [clusterIP], ports: [{ port: 80 }] });
    });
    before(world);
    await world.settle();
    expect(world.held()).toBe(0);
    expect(world.at(`_http._tcp.${nameOf(7)}`)).toBe('');
    expect(world.at(`_http._tcp.${shortNameOf(7)}`)).toBe('');
    expect(world.at(shortNameOf(7))).toBe(`${shortNameOf(7)} 30 A 10.96.0.7`);
  });
});

test('a short name that another Service takes over is written at once, while the rest of its old Service is held back', async () => {
  const world = createBrakeWorld({
    records: { names: [{ rule: 'template', template: '{service}.{zone}', scope: {} }] },
  });
  const heirs = fleet(30, 'shop');
  keys.forEach((key, at) => world.store.put(key, `10.96.0.${at}`));
  heirs.forEach((key, at) => world.store.put(key, `10.96.1.${at}`));
  await world.settle();
  expect(world.at(shortNameOf(7))).toBe(`${shortNameOf(7)} 30 A 10.96.0.7`);
  for (const key of keys) world.store.remove(key);
  await world.settle();
  expect(world.at(shortNameOf(7))).toBe(`${shortNameOf(7)} 30 A 10.96.1.7`);
  expect(world.at(nameOf(7))).toBe(`${nameOf(7)} 30 A 10.96.0.7`);
  expect(world.held()).toBe(60);
});
