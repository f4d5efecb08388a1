import { beforeEach, describe, expect, test } from 'vitest';
import { shortNames } from '../../../src/records/recordOptions.ts';
import { nameUnit, objectUnit } from '../../../src/zone/unit.ts';
import { limitWrites, type WriteLimits } from '../../support/limitWrites.ts';
import { createTimedZone, type TimedLoop, type TimedZone } from '../../support/timedZone.ts';

const zone = 'k8s.example.';
const www = `www.${zone}`;

let world: TimedZone;
let limits: WriteLimits;

beforeEach(() => {
  world = createTimedZone();
  limits = limitWrites(world);
});

const records = { sources: ['ingress'] as const, allow: [{ scope: {}, patterns: ['**.{zone}'] }] };

const put = (name: string, host: string, ...ips: readonly string[]): void =>
  world.store.putObject('ingresses', {
    metadata: { namespace: 'shop', name, creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { rules: [{ host: `${host}.k8s.example` }] },
    status: { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } },
  });

const running = async (given: Parameters<TimedZone['running']>[0] = { records }): Promise<TimedLoop> => {
  world.store.sync();
  return await world.running(given);
};

const addressesAt = (name: string): readonly string[] =>
  world.at(name).flatMap((line) => (line.includes(' A ') ? [line.split(' ').at(-1) ?? ''] : []));

const many = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `192.0.2.${at + 1}`);

describe('a name outside the territory', () => {
  test('that is longer than the server takes has as much as it takes, and is told', async () => {
    limits.records = (name) => (name === www ? 20 : Number.POSITIVE_INFINITY);
    put('www', 'www', ...many(30));
    put('ftp', 'ftp', '192.0.2.99');
    const one = await running();
    expect([addressesAt(www).length, addressesAt(`ftp.${zone}`)]).toEqual([20, ['192.0.2.99']]);
    expect(one.told('record-limit')).toEqual([{ kind: 'record-limit', unit: nameUnit(www), limit: 20 }]);
    put('www', 'www', ...many(15));
    await world.time.run(1_000);
    expect([addressesAt(www).length, one.loop.view.limited().size]).toEqual([15, 0]);
    put('www', 'www', ...many(20));
    await world.time.run(1_000);
    expect([addressesAt(www).length, one.loop.view.limited().size]).toEqual([20, 0]);
  });

  test('whose type the server refuses waits, and is there once it is granted', async () => {
    limits.answerTo = ({ name, type }) => (name === www && type === 'A' ? 'refused' : undefined);
    put('www', 'www', '192.0.2.1');
    const one = await running();
    expect([world.at(www), [...one.loop.view.quarantine().keys()]]).toEqual([[], [nameUnit(www)]]);
    limits.answerTo = () => undefined;
    await world.time.run(60_000);
    expect([addressesAt(www), one.loop.view.quarantine().size]).toEqual([['192.0.2.1'], 0]);
  });

  test('that another writer takes back and lets go is no drift', async () => {
    world.addByHand('www 60 A 198.51.100.1');
    put('www', 'www', '192.0.2.1');
    const one = await running();
    expect(one.told('conflict')).toMatchObject([{ name: www }]);
    world.removeByHand(www, 'A');
    one.loop.zoneChanged();
    await world.time.run(3_000);
    expect(addressesAt(www)).toEqual(['192.0.2.1']);
    expect([one.told('conflict-ended'), one.told('drift')]).toEqual([
      [{ kind: 'conflict-ended', name: www }],
      [],
    ]);
    expect(one.loop.view.conflicts().size).toBe(0);
  });

  test('that vanishes is told with the object that it was there for', async () => {
    put('www', 'www', '192.0.2.1');
    put('ftp', 'ftp', '192.0.2.2');
    const one = await running();
    world.store.removeObject('ingresses', 'shop/www');
    await world.time.run(1_000);
    expect([world.at(www), addressesAt(`ftp.${zone}`)]).toEqual([[], ['192.0.2.2']]);
    const written = one.events.flatMap((event) => (event.kind === 'written' ? [event] : [])).at(-1);
    expect(written?.notable).toMatchObject([
      { change: { kind: 'delete' }, origin: { kind: 'Ingress', namespace: 'shop', name: 'www' } },
    ]);
  });

  test('asks for a Service’s SRV records only where its address is ours', async () => {
    world.addByHand('web 60 A 198.51.100.1');
    world.store.put('shop/web', '10.96.0.1');
    const one = await running({ records: { names: shortNames(['shop']) } });
    const port = `_http._tcp.web.${zone}`;
    expect(world.at(port)).toEqual([]);
    expect([...one.loop.view.conflicts()].map(([name, { reason }]) => [name, reason])).toContainEqual([
      port,
      `speaks of web.${zone}, which is not ours`,
    ]);
    world.removeByHand(`web.${zone}`, 'A');
    one.loop.zoneChanged();
    await world.time.run(3_000);
    expect(world.at(port)).toHaveLength(1);
    const written = one.events.flatMap((event) => (event.kind === 'written' ? event.latenciesMs : []));
    expect(written.every(Number.isFinite)).toBe(true);
  });
});

describe('what an object has whose kind is not served', () => {
  /** An Ingress is written, and then Ingresses cannot be read any more. */
  const loseIngresses = async (): Promise<void> => {
    put('www', 'www', '192.0.2.1');
    (await running()).stop();
    await world.time.run(0);
    world.store.removeObject('ingresses', 'shop/www');
    world.store.lack('ingresses');
  };

  test('stays, and it is told what it waits for', async () => {
    await loseIngresses();
    const one = await world.running({ records });
    const origin = { kind: 'Ingress', namespace: 'shop', name: 'www' };
    expect(one.told('holding')).toMatchObject([
      { unit: nameUnit(www), origin, waitsFor: 'objects of kind Ingress to be served' },
    ]);
    expect(addressesAt(www)).toEqual(['192.0.2.1']);
  });

  test('stays until another object asks for the name, and has then what that says', async () => {
    await loseIngresses();
    world.store.put('shop/www', '10.96.0.7');
    const one = await world.running({
      records: { ...records, sources: ['service', 'ingress'], names: shortNames(['shop']) },
    });
    expect([addressesAt(www), one.loop.view.holds().size]).toEqual([['10.96.0.7'], 0]);
  });
});

test('a hold that ends lets its records go at once, and says how long the change had waited', async () => {
  const balancer = (...ips: readonly string[]): void =>
    world.store.putObject('services', {
      metadata: { namespace: 'shop', name: 'web', creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { type: 'LoadBalancer', clusterIP: '10.96.0.9', ports: [{ name: 'http', port: 80 }] },
      status: { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } },
    });
  balancer('192.0.2.1');
  const one = await running({ options: { holdMs: 60_000 }, records: { addresses: 'external' } });
  balancer();
  await world.time.run(61_000);
  const written = one.events.flatMap((event) => (event.kind === 'written' ? [event] : [])).at(-1);
  expect(written).toMatchObject({ units: [objectUnit('shop/web')], latenciesMs: [0], removed: 2 });
});
