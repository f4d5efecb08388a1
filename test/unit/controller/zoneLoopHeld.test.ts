import { beforeEach, describe, expect, test } from 'vitest';
import type { ZoneEvent } from '../../../src/controller/zoneEvent.ts';
import { serviceRef } from '../../../src/model/objectRef.ts';
import { objectUnit } from '../../../src/zone/unit.ts';
import { createTimedZone, type TimedLoop, type TimedZone } from '../../support/timedZone.ts';

let world: TimedZone;

beforeEach(() => {
  world = createTimedZone();
});

const after = async (ms: number): Promise<void> => {
  await world.time.run(ms);
};

/** What was told of the brake and of holds, in order. */
const toldIn = ({ events }: TimedLoop): readonly ZoneEvent[] =>
  events.filter(({ kind }) => /^(held-back|brake-released|holding|hold-ended)$/.test(kind));

describe('a large share of the zone that vanishes at once', () => {
  const keys = Array.from({ length: 20 }, (_, at) => `shop/web-${String(at).padStart(2, '0')}`);
  const put = (key: string): void => world.store.put(key, `10.96.0.${1 + keys.indexOf(key)}`);
  /** Two records each: the address and the port. The version of the territory is one more. */
  const owned = 2 * keys.length + 1;

  const filled = async (): Promise<TimedLoop> => {
    for (const key of keys) put(key);
    world.store.sync();
    const one = world.start({ options: { brake: { share: 0.3, records: 10, allowMassDelete: false } } });
    await after(3_000);
    expect(world.text()).toHaveLength(owned);
    return one;
  };

  test('stays, and is told once with all that it is; what is back is released, the last is told', async () => {
    const one = await filled();
    const before = world.text();
    for (const key of keys) world.store.remove(key);
    await after(3_000);
    expect(world.text()).toEqual(before);
    expect(toldIn(one)).toEqual([
      { kind: 'held-back', removals: 2 * keys.length, owned, units: keys.map(objectUnit) },
    ]);
    for (const key of keys.slice(1)) put(key);
    await after(3_000);
    expect([toldIn(one).length, one.loop.parts.brake.held()]).toEqual([
      1,
      new Map([[objectUnit('shop/web-00'), 2]]),
    ]);
    put('shop/web-00');
    await after(3_000);
    expect(toldIn(one).slice(1)).toEqual([{ kind: 'brake-released' }]);
    expect(world.text()).toEqual(before);
  });

  test('takes nothing along that is small, nor keeps a neighbour from changing', async () => {
    const one = await filled();
    for (const key of keys.slice(0, 5)) world.store.remove(key);
    world.store.put('shop/web-19', '10.96.9.9');
    await after(3_000);
    expect(toldIn(one)).toEqual([]);
    expect(world.text()).toHaveLength(owned - 10);
    for (const key of keys.slice(5, 15)) world.store.remove(key);
    world.store.put('shop/web-18', '10.96.9.8');
    await after(3_000);
    expect(world.text()).toHaveLength(owned - 10);
    expect(toldIn(one)).toMatchObject([{ kind: 'held-back', removals: 20, owned: owned - 10 }]);
    expect(world.at('web-18.shop.svc.k8s.example.')).toEqual(['web-18.shop.svc.k8s.example. 30 A 10.96.9.8']);
    expect(world.at('web-19.shop.svc.k8s.example.')).toEqual(['web-19.shop.svc.k8s.example. 30 A 10.96.9.9']);
  });

  test('grows while it is held, and is told anew; a person lets all of it go', async () => {
    const one = await filled();
    for (const key of keys.slice(0, 10)) world.store.remove(key);
    await after(3_000);
    world.store.remove('shop/web-10');
    await after(3_000);
    expect(toldIn(one)).toMatchObject([
      { kind: 'held-back', removals: 20, owned },
      { kind: 'held-back', removals: 22, owned, units: keys.slice(0, 11).map(objectUnit) },
    ]);
    expect(one.loop.allowDeletions()).toBe(11);
    await after(3_000);
    expect(toldIn(one).slice(2)).toEqual([{ kind: 'brake-released' }]);
    expect([world.text().length, one.loop.allowDeletions()]).toEqual([owned - 22, 0]);
  });
});

describe('a load balancer without its address', () => {
  const unit = objectUnit('shop/web');
  const origin = serviceRef('shop/web');
  const name = 'web.shop.svc.k8s.example.';
  const balancer = (ips: readonly string[], metadata: object = {}): void =>
    world.store.putObject('services', {
      metadata: { namespace: 'shop', name: 'web', creationTimestamp: '2026-01-01T00:00:00Z', ...metadata },
      spec: { type: 'LoadBalancer', clusterIP: '10.96.0.9', ports: [{ name: 'http', port: 80 }] },
      status: { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } },
    });
  const holding = { kind: 'holding', unit, origin, waitsFor: expect.stringContaining('address') };

  const running = async (holdMs: number): Promise<TimedLoop> => {
    balancer(['192.0.2.1']);
    world.store.put('shop/neighbour', '10.96.0.7');
    world.store.sync();
    const one = world.start({ options: { holdMs }, records: { addresses: 'external' } });
    await after(3_000);
    expect(world.at(name)).toEqual([`${name} 30 A 192.0.2.1`]);
    return one;
  };

  test('keeps its records for the time of the hold, which is told once, and its end', async () => {
    const one = await running(60_000);
    const before = world.text();
    balancer([]);
    await after(50_000);
    balancer([], { annotations: { looked: 'at again' } });
    await after(5_000);
    expect([world.text(), toldIn(one)]).toEqual([before, [holding]]);
    await after(10_000);
    expect(toldIn(one)).toEqual([holding, { kind: 'hold-ended', unit }]);
    expect([world.at(name), world.text().length]).toEqual([[], before.length - 2]);
  });

  test('that has one again is not held any more, and has the new one alone', async () => {
    const one = await running(60_000);
    balancer([]);
    await after(10_000);
    balancer(['192.0.2.2']);
    await after(3_000);
    expect(world.at(name)).toEqual([`${name} 30 A 192.0.2.2`]);
    await after(100_000);
    expect(toldIn(one)).toEqual([holding, { kind: 'hold-ended', unit }]);
    expect(world.at(name)).toEqual([`${name} 30 A 192.0.2.2`]);
  });

  test('loses its records at once where nothing is held, without a word', async () => {
    const one = await running(0);
    balancer([]);
    await after(3_000);
    expect([world.at(name), toldIn(one)]).toEqual([[], []]);
  });

  test('that is deleted while it is held goes at once', async () => {
    const one = await running(60_000);
    balancer([]);
    await after(10_000);
    world.store.remove('shop/web');
    await after(3_000);
    expect(world.at(name)).toEqual([]);
    expect(toldIn(one)).toEqual([holding, { kind: 'hold-ended', unit }]);
  });
});
