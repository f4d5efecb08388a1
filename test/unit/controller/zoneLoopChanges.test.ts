import { beforeEach, describe, expect, test } from 'vitest';
import type { ZoneEvent } from '../../../src/controller/zoneEvent.ts';
import { nameUnit, objectUnit } from '../../../src/zone/unit.ts';
import { createTimedWeb, type TimedLoop, type TimedZone } from '../../support/timedZone.ts';

const zone = 'k8s.example.';
const web = `web.shop.svc.${zone}`;
const unit = objectUnit('shop/web');

let world: TimedZone;

beforeEach(() => {
  world = createTimedWeb();
});

type Written = Extract<ZoneEvent, { kind: 'written' }>;
const writtenBy = ({ events }: TimedLoop): readonly Written[] =>
  events.flatMap((event) => (event.kind === 'written' ? [event] : []));

/** The next update waits for an answer. */
const holdUpdate = (): (() => void) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  world.behave({
    update: async (content) => {
      await promise;
      return await world.model.client.update(content);
    },
  });
  return resolve;
};

const away = async () => ({ kind: 'unreachable', reason: 'away' }) as const;

test('what is under way is pending until it is there, and what comes meanwhile has waited since then', async () => {
  const one = await world.running();
  const letGo = holdUpdate();
  world.store.put('shop/web', '10.96.0.2');
  await world.time.run(50);
  expect(one.loop.isPending(unit)).toBe(true);
  world.store.put('shop/api', '10.96.0.3');
  await world.time.run(100);
  world.store.put('shop/api', '10.96.0.4');
  await world.time.run(100);
  letGo();
  await world.time.run(0);
  expect([one.loop.isPending(unit), world.at(`api.shop.svc.${zone}`).length]).toEqual([false, 1]);
  expect(
    writtenBy(one)
      .slice(-2)
      .map(({ latenciesMs }) => latenciesMs),
  ).toEqual([[250], [200]]);
});

test('a change that is put off before it was taken in waits until it is told of anew', async () => {
  const one = await world.running();
  const letGo = holdUpdate();
  world.store.put('shop/web', '10.96.0.2');
  await world.time.run(50);
  world.store.put('shop/api', '10.96.0.3');
  one.loop.putOff('shop/api');
  letGo();
  await world.time.run(100);
  expect([one.loop.isPending(objectUnit('shop/api')), world.at(`api.shop.svc.${zone}`)]).toEqual([false, []]);
  one.loop.serviceChanged('shop/api');
  await world.time.run(100);
  expect(world.at(`api.shop.svc.${zone}`).length).toBe(1);
});

test('all is written without any time, whoever waits hears of it, and some names are asked for', async () => {
  const heard: boolean[] = [];
  const asked: string[] = [];
  world.behave({
    ask: async (name) => {
      asked.push(name);
      return { kind: 'answered' };
    },
  });
  const one = world.start({ deps: { onPass: () => void heard.push(one.loop.view.isSettled()) } });
  await world.time.run(0);
  expect([heard.filter((isSettled) => isSettled).length > 0, one.loop.isTaking()]).toEqual([true, true]);
  expect(asked).toEqual([web, `dns-version.${zone}`]);
});

test('who waits hears once of a step that changes nothing', async () => {
  const one = await world.running();
  const before = one.passes();
  one.loop.wake();
  await world.time.run(0);
  expect(one.passes() - before).toBe(1);
});

test('a change that waits for the server is no drift, though the zone has changed there too', async () => {
  const one = await world.running();
  world.behave({ update: away });
  world.store.put('shop/web', '10.96.0.2');
  await world.time.run(0);
  world.removeByHand(web, 'A');
  one.loop.zoneChanged();
  await world.time.run(1_000);
  expect(one.told('read').length).toBeGreaterThan(1);
  world.behave({});
  await world.time.run(3_000);
  expect([world.at(web), one.told('drift')]).toEqual([[`${web} 30 A 10.96.0.2`], []]);
});

test('a change of endpoints is measured from the time that their controller tells', async () => {
  world.store.putHeadless('shop/db', ['10.1.0.1']);
  const one = await world.running();
  expect(writtenBy(one).flatMap(({ programmed }) => programmed)).toEqual([]);
  await world.time.run(4_000);
  world.store.putChangedEndpoints('shop/db', ['10.1.0.2'], new Date(6_000).toISOString());
  await world.time.run(0);
  expect(writtenBy(one).at(-1)?.programmed).toEqual([{ serviceKind: 'headless', latencyMs: 1_000 }]);
});

test('names that others have inside the territory show once the zone was read', async () => {
  world.addByHand('_acme-challenge.web.shop.svc TXT x');
  const one = world.start();
  expect([one.loop.view.foreignInside(), one.loop.view.serial()]).toEqual([[], 0]);
  await world.time.run(0);
  expect([one.loop.view.foreignInside(), one.loop.view.serial()]).toEqual([[`_acme-challenge.${web}`], 2]);
});

test('what a person allows has waited since then', async () => {
  const brake = { share: 0.1, records: 1, allowMassDelete: false };
  const one = await world.running({ options: { brake } });
  world.store.remove('shop/web');
  await world.time.run(5_000);
  one.loop.allowDeletions();
  expect(one.loop.parts.queue.get(unit)).toEqual({ seenMs: world.time.nowMs(), reason: 'changed' });
  await world.time.run(0);
  expect(writtenBy(one).at(-1)).toMatchObject({ units: [unit], latenciesMs: [0] });
});

test('an object whose records are cut to what the server takes is not tried whole with each change', async () => {
  world.store.putHeadless('shop/db', ['10.1.0.1', '10.1.0.2', '10.1.0.3']);
  let refusals = 0;
  world.behave({
    update: async (content) => {
      const added = content.operations.filter(
        ({ kind, name, type }) => kind === 'add' && name === `db.shop.svc.${zone}` && type === 'A',
      );
      if (added.length < 3) return await world.model.client.update(content);
      refusals += 1;
      return { kind: 'server-failure' };
    },
  });
  const one = await world.running();
  expect([...one.loop.view.limited().keys()]).toEqual([objectUnit('shop/db')]);
  const before = refusals;
  world.store.putHeadless('shop/db', ['10.1.0.1', '10.1.0.2', '10.1.0.4']);
  await world.time.run(0);
  expect([refusals - before, one.loop.view.limited().size]).toEqual([0, 1]);
});

describe('what objects have whose kind cannot be read', () => {
  const records = {
    sources: ['ingress'] as const,
    allow: [{ scope: {}, patterns: ['**.{zone}'] }],
  };
  const put = (name: string, ip: string): void =>
    world.store.putObject('ingresses', {
      metadata: { namespace: 'shop', name, creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { rules: [{ host: `${name}.k8s.example` }] },
      status: { loadBalancer: { ingress: [{ ip }] } },
    });
  const there = (): readonly string[] =>
    ['www', 'ftp'].filter((name) => world.at(`${name}.${zone}`).length > 0);

  test('stays until they are read again, and goes then with those that are gone', async () => {
    put('www', '192.0.2.10');
    put('ftp', '192.0.2.11');
    (await world.running({ records })).stop();
    await world.time.run(0);
    expect(there()).toEqual(['www', 'ftp']);
    for (const name of ['www', 'ftp']) world.store.removeObject('ingresses', `shop/${name}`);
    world.store.lack('ingresses');
    const one = await world.running({ records });
    expect([there(), one.loop.view.holds().size]).toEqual([['www', 'ftp'], 2]);
    one.loop.kindServed('Gateway');
    expect(one.loop.view.pending()).toBe(0);
    one.loop.kindServed('Ingress');
    const looked = { seenMs: world.time.nowMs(), reason: 'changed' };
    expect(one.loop.parts.queue.get(nameUnit(`www.${zone}`))).toEqual(looked);
    await world.time.run(1_000);
    expect(there()).toEqual(['www', 'ftp']);
    put('ftp', '192.0.2.11');
    await world.time.run(1_000);
    world.store.sync();
    await world.time.run(0);
    expect([there(), one.loop.view.holds().size]).toEqual([['ftp'], 0]);
    expect(writtenBy(one).at(-1)?.latenciesMs).toEqual([0]);
  });
});
