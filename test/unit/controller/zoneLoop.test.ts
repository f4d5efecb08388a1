import { beforeEach, describe, expect, test } from 'vitest';
import { nameUnit, objectUnit } from '../../../src/zone/unit.ts';
import { createTimedWeb, createTimedZone, type TimedZone } from '../../support/timedZone.ts';

const zone = 'k8s.example.';
const web = `web.shop.svc.${zone}`;

let world: TimedZone;

beforeEach(() => {
  world = createTimedWeb();
});

test('what changes is in the zone without any time, and waits until it is', async () => {
  const { loop } = await world.running();
  expect(world.at(web)).toEqual([`${web} 30 A 10.96.0.1`]);
  world.store.put('shop/web', '10.96.0.2');
  expect([loop.isPending(objectUnit('shop/web')), loop.isPending(objectUnit('shop/api'))]).toEqual([
    true,
    false,
  ]);
  expect(loop.isPending(nameUnit('shop/web'))).toBe(true);
  await world.time.run(0);
  expect(world.at(web)).toEqual([`${web} 30 A 10.96.0.2`]);
  expect(loop.isPending(objectUnit('shop/web'))).toBe(false);
});

test('a change that is heard of twice has waited since the first time', async () => {
  const one = await world.running();
  world.behave({ update: async () => ({ kind: 'unreachable', reason: 'away' }) });
  world.store.put('shop/web', '10.96.0.2');
  await world.time.run(100);
  world.store.put('shop/web', '10.96.0.3');
  world.behave({});
  await world.time.run(2_000);
  expect(one.told('written').at(-1)).toMatchObject({ latenciesMs: [expect.any(Number)] });
  const [last] = one
    .told('written')
    .flatMap((event) => (event.kind === 'written' ? [event] : []))
    .slice(-1);
  expect(last?.latenciesMs[0]).toBeGreaterThanOrEqual(100);
});

test('that all is written is said once, with the serial that was read', async () => {
  world.addByHand('www A 192.0.2.1');
  const one = await world.running();
  expect(one.told('steady')).toEqual([{ kind: 'steady', serial: 2 }]);
  expect(one.loop.view.isSettled()).toBe(true);
  const passes = one.passes();
  world.store.put('shop/web', '10.96.0.2');
  await world.time.run(3_000);
  expect(one.told('steady')).toHaveLength(1);
  expect(one.passes()).toBeGreaterThan(passes);
});

test('nothing is said to be written before the objects are known', async () => {
  world = createTimedZone();
  world.store.put('shop/web', '10.96.0.1');
  const heard: boolean[] = [];
  const one = world.start({ deps: { onPass: () => void heard.push(one.loop.view.isSettled()) } });
  await world.time.run(3_000);
  expect([one.told('steady'), one.loop.view.isRead(), one.loop.view.isClaimed()]).toEqual([[], true, false]);
  expect(one.loop.doing()).toBe('wait');
  world.store.sync();
  await world.time.run(0);
  expect([one.told('steady').length, world.at(web).length, heard.at(-1)]).toEqual([1, 1, true]);
});

test('what is done shows while it is done', async () => {
  const one = await world.running();
  const seen: string[] = [];
  world.behave({
    update: (content) => {
      seen.push(one.loop.doing());
      return world.model.client.update(content);
    },
  });
  world.store.put('shop/web', '10.96.0.2');
  await world.time.run(0);
  expect([seen, one.loop.doing()]).toEqual([['write'], 'wait']);
});

test('another hand is undone soon after a NOTIFY, and with the next look at the serial without one', async () => {
  const one = await world.running();
  world.removeByHand(web, 'A');
  await world.time.run(20_000);
  expect(world.at(web)).toEqual([]);
  one.loop.zoneChanged();
  await world.time.run(300);
  expect(world.at(web)).toEqual([`${web} 30 A 10.96.0.1`]);
  expect(one.told('drift')).toMatchObject([{ unit: objectUnit('shop/web') }]);
  world.removeByHand(web, 'A');
  await world.time.run(400_000);
  expect(world.at(web)).toHaveLength(1);
});

test('a server that keeps a request waiting is told of', async () => {
  const one = await world.running();
  world.behave({ update: () => new Promise(() => undefined) });
  world.store.put('shop/web', '10.96.0.2');
  await world.time.run(6_000);
  expect(one.told('no-answer-yet')).toEqual([{ kind: 'no-answer-yet', waitedMs: 5_000 }]);
});

describe('updates are taken', () => {
  test('once all was written, and not while the server does not', async () => {
    const one = world.start();
    expect(one.loop.isTaking()).toBe(false);
    await world.time.run(3_000);
    expect(one.loop.isTaking()).toBe(true);
    world.behave({ update: async () => ({ kind: 'unreachable', reason: 'away' }) });
    world.store.put('shop/web', '10.96.0.2');
    await world.time.run(0);
    expect(one.loop.isTaking()).toBe(false);
    world.behave({});
    await world.time.run(2_000);
    expect(one.loop.isTaking()).toBe(true);
  });

  test('by nobody who stands by', async () => {
    const first = await world.running();
    const second = await world.running({ options: { holder: 'me/2' } });
    first.loop.zoneChanged();
    await world.time.run(1_000);
    expect([first.loop.isTaking(), second.loop.isTaking()]).toEqual([false, true]);
    expect([first.loop.view.writtenBy(), second.loop.view.writtenBy()]).toEqual(['me/2', undefined]);
  });
});
