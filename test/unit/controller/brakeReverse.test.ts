import { describe, expect, test } from 'vitest';
import { type BrakeWorld, createReverseBrakeWorld, fleet, ways } from '../../support/brakeWorld.ts';

/** 30 headless Services with two pods each: 60 PTRs. */
const keys = fleet(30);
const gone = keys.slice(0, 26);
const pod = (block: number, at: number): string => `10.1.${block}.${at}`;
const pointer = (block: number, at: number): string => `${at}.${block}.1.10.in-addr.arpa.`;
const pointed = (block: number, at: number): string =>
  `${pointer(block, at)} 5 PTR 10-1-${block}-${at}.web-${at}.shop.svc.k8s.example.`;

const putPods = ({ store }: BrakeWorld, at: number, blocks: readonly number[]): void =>
  store.putHeadless(
    keys[at] ?? '',
    blocks.map((block) => pod(block, at)),
  );

const withPods = async (): Promise<BrakeWorld> => {
  const world = createReverseBrakeWorld();
  for (const at of keys.keys()) putPods(world, at, [1, 2]);
  await world.settle();
  return world;
};

describe.each(ways)('PTRs: $way', ({ before }) => {
  test('those of pods that are replaced go at once, and the new ones come', async () => {
    const world = await withPods();
    for (const at of keys.keys()) putPods(world, at, [3, 4]);
    before(world);
    await world.settle();
    expect(world.held()).toBe(0);
    expect(world.at(pointer(1, 5))).toBe('');
    expect(world.at(pointer(3, 5))).toBe(pointed(3, 5));
    expect(world.text()).toHaveLength(60);
  });

  test('those of pods that are not ready for a moment go at once', async () => {
    const world = await withPods();
    for (const [at, key] of keys.entries()) world.store.putReadiness(key, [], [pod(1, at), pod(2, at)]);
    before(world);
    await world.settle();
    expect(world.held()).toBe(0);
    expect(world.text()).toEqual([]);
  });

  test('those of Services that are gone are held back, while those of other pods go and come', async () => {
    const world = await withPods();
    for (const key of gone) world.store.remove(key);
    putPods(world, 28, [3]);
    before(world);
    await world.settle();
    expect(world.held()).toBe(26 * 2);
    expect(world.at(pointer(1, 5))).toBe(pointed(1, 5));
    expect(world.at(pointer(1, 28))).toBe('');
    expect(world.at(pointer(3, 28))).toBe(pointed(3, 28));
  });

  test('those that are held back are released one Service at a time as it returns', async () => {
    const world = await withPods();
    for (const key of gone) world.store.remove(key);
    before(world);
    await world.settle();
    for (const at of gone.keys()) {
      putPods(world, at, [1, 3]);
      await world.settle();
      expect(world.at(pointer(1, at))).toBe(pointed(1, at));
      expect(world.at(pointer(2, at))).toBe('');
      expect(world.at(pointer(3, at))).toBe(pointed(3, at));
      expect(world.held()).toBe((25 - at) * 2);
    }
  });

  test('consent deletes exactly those of Services that are gone', async () => {
    const world = await withPods();
    for (const key of gone) world.store.remove(key);
    before(world);
    await world.settle();
    await world.allow();
    expect(world.held()).toBe(0);
    const left = [26, 27, 28, 29].flatMap((at) => [pointed(1, at), pointed(2, at)]);
    expect(world.text()).toEqual(left.sort());
  });
});
