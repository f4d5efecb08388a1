import { describe, expect, test } from 'vitest';
import { type Cidr, parseCidr } from '../../../src/dns/cidr.ts';
import {
  type BrakeWorld,
  createBrakeWorld,
  createReverseBrakeWorld,
  fleet,
} from '../../support/brakeWorld.ts';

const cidrsOf = (...texts: readonly string[]): readonly Cidr[] =>
  texts.flatMap((text) => parseCidr(text) ?? []);

/**
 * 30 ClusterIP Services, each with an address and an SRV record below `svc` and at its short name: 120 records
 * and the zone's own.
 */
const keys = fleet(30, 'default');
const nameOf = (at: number): string => `web-${at}.default.svc.k8s.example.`;
const shortOf = (at: number): string => `web-${at}.k8s.example.`;

const internal = { networks: cidrsOf('10.0.0.0/8') };

const filled = async (): Promise<BrakeWorld> => {
  const world = createBrakeWorld({ records: internal, byHand: ['www.k8s.example. 60 A 192.0.2.99'] });
  for (const [at, key] of keys.entries()) world.store.put(key, `10.96.0.${at}`);
  await world.settle();
  expect(world.at(shortOf(5))).toBe(`${shortOf(5)} 30 A 10.96.0.5`);
  return world;
};

/** Records without markers. */
const recordsIn = (world: BrakeWorld): readonly string[] =>
  world.text().filter((line) => !line.includes('._k8s-bind.'));

describe('addresses of 28 of 30 Services that move out of the networks of a zone', () => {
  test('go at once: each Service says itself that it is elsewhere now', async () => {
    const world = await filled();
    for (const [at, key] of keys.entries()) if (at >= 2) world.store.put(key, `203.0.113.${at}`);
    await world.settle();
    expect(world.held()).toBe(0);
    expect(recordsIn(world)).toHaveLength(2 * 4 + 2);
    expect(world.at(shortOf(1))).toBe(`${shortOf(1)} 30 A 10.96.0.1`);
    expect(world.at('www.k8s.example.')).toBe('www.k8s.example. 60 A 192.0.2.99');
  });

  test('also while the process is away, since the zone holds none that is outside of its networks', async () => {
    const world = await filled();
    for (const [at, key] of keys.entries()) if (at >= 2) world.store.put(key, `203.0.113.${at}`);
    world.restart();
    await world.settle();
    expect(world.held()).toBe(0);
    expect(recordsIn(world)).toHaveLength(2 * 4 + 2);
  });

  test('come back with their addresses', async () => {
    const world = await filled();
    const before = world.text();
    for (const [at, key] of keys.entries()) world.store.put(key, `203.0.113.${at}`);
    await world.settle();
    for (const [at, key] of keys.entries()) world.store.put(key, `10.96.0.${at}`);
    await world.settle();
    expect(world.text()).toEqual(before);
  });
});

describe('networks of the configuration that are changed so that they would empty the zone', () => {
  const wrong = { networks: cidrsOf('10.0.0.0/16') };

  test('are taken for a mistake: the brake holds every record, and the zone stays as it is', async () => {
    const world = await filled();
    const before = world.text();
    world.restart(wrong);
    await world.settle();
    expect(world.held()).toBe(30 * 4);
    expect(world.text()).toEqual(before);
  });

  test('let the zone go on as soon as they are right again', async () => {
    const world = await filled();
    const before = world.text();
    world.restart(wrong);
    await world.settle();
    world.restart(internal);
    await world.settle();
    expect(world.held()).toBe(0);
    expect(world.text()).toEqual(before);
  });

  test('take the records along once a person allows it, and nothing of others', async () => {
    const world = await filled();
    world.restart(wrong);
    await world.settle();
    await world.allow();
    expect(recordsIn(world)).toEqual([
      'dns-version.k8s.example. 30 TXT "1.1.0"',
      'www.k8s.example. 60 A 192.0.2.99',
    ]);
  });

  test('keep no Service that has an address in them from being written', async () => {
    const world = await filled();
    world.store.put('default/web-5', '10.0.0.5');
    world.restart(wrong);
    await world.settle();
    expect(world.at(nameOf(5))).toBe(`${nameOf(5)} 30 A 10.0.0.5`);
    expect(world.at(shortOf(5))).toBe(`${shortOf(5)} 30 A 10.0.0.5`);
    expect(world.held()).toBe(29 * 4);
  });
});

describe('an object that has lost its address for a while, and is held', () => {
  const balancer = (ips: readonly string[]) => ({
    metadata: { namespace: 'default', name: 'web', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { type: 'LoadBalancer', clusterIP: '10.96.0.9', ports: [{ name: 'http', port: 80 }] },
    status: { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } },
  });
  const held = async (): Promise<BrakeWorld> => {
    const world = createBrakeWorld({
      records: { ...internal, addresses: 'external' },
      holdMs: Number.POSITIVE_INFINITY,
    });
    world.store.putObject('services', balancer(['10.20.0.1']));
    await world.settle();
    world.store.putObject('services', balancer([]));
    await world.settle();
    expect(world.at('web.k8s.example.')).toBe('web.k8s.example. 30 A 10.20.0.1');
    return world;
  };

  test('keeps its records over a restart, as long as they lie in the networks', async () => {
    const world = await held();
    const before = world.text();
    world.restart({ networks: cidrsOf('10.20.0.0/16') });
    await world.settle();
    expect(world.text()).toEqual(before);
  });

  test('keeps none that the networks do not allow any more', async () => {
    const world = await held();
    world.restart({ excludeNetworks: cidrsOf('10.20.0.0/16') });
    await world.settle();
    expect(world.text()).toEqual(['dns-version.k8s.example. 30 TXT "1.1.0"']);
  });

  test('that comes back elsewhere loses them at once', async () => {
    const world = await held();
    world.store.putObject('services', balancer(['203.0.113.1']));
    await world.settle();
    expect(world.text()).toEqual(['dns-version.k8s.example. 30 TXT "1.1.0"']);
  });
});

describe('PTRs of 30 headless Services', () => {
  const pointer = (at: number): string => `${at}.1.1.10.in-addr.arpa.`;
  const filledReverse = async (): Promise<BrakeWorld> => {
    const world = createReverseBrakeWorld();
    for (const [at, key] of keys.entries()) world.store.putHeadless(key, [`10.1.1.${at}`]);
    await world.settle();
    expect(world.text()).toHaveLength(30);
    return world;
  };

  test('are held where networks are changed so that they would all go, and come back with those', async () => {
    const world = await filledReverse();
    const before = world.text();
    world.restart({ networks: cidrsOf('10.2.0.0/16') });
    await world.settle();
    expect(world.held()).toBe(30);
    expect(world.text()).toEqual(before);
    world.restart({ networks: cidrsOf('10.1.0.0/16') });
    await world.settle();
    expect(world.held()).toBe(0);
    expect(world.text()).toEqual(before);
  });

  test('of pods outside of the networks there are none, and those inside stay', async () => {
    const world = await filledReverse();
    world.restart({ excludeNetworks: cidrsOf('10.1.1.4/32') });
    await world.settle();
    expect(world.held()).toBe(0);
    expect(world.at(pointer(4))).toBe('');
    expect(world.text()).toHaveLength(29);
  });
});
