import { describe, expect, test } from 'vitest';
import { type BrakeWorld, createBrakeWorld, fleet, ways } from '../../support/brakeWorld.ts';

/** 30 ClusterIP Services that ask for a name each: two records in the territory and two at it; 121 in all. */
const keys = fleet(30);
const gone = keys.slice(0, 26);
const nameOf = (at: number): string => `web-${at}.shop.svc.k8s.example.`;
const askedOf = (at: number): string => `asked-${at}.k8s.example.`;

/** Tells that the Service asks for this name by its annotation; for none without it. */
const put = ({ store }: BrakeWorld, at: number, asks?: string, address = `10.96.0.${at}`): void => {
  const ports = [{ name: 'http', port: 80, protocol: 'TCP' }];
  store.putSpec(
    keys[at] ?? '',
    { clusterIP: address, clusterIPs: [address], ports },
    asks === undefined ? {} : { 'k8s-bind.io/hostname': asks },
  );
};

const withNames = async (): Promise<BrakeWorld> => {
  const world = createBrakeWorld({ records: { allow: [{ scope: {}, patterns: ['*.{zone}'] }] } });
  for (const at of keys.keys()) put(world, at, askedOf(at));
  await world.settle();
  return world;
};

describe.each(ways)('26 of 30 Services no longer ask for their names: $way', ({ before }) => {
  const withoutThem = async (): Promise<BrakeWorld> => {
    const world = await withNames();
    for (const at of gone.keys()) put(world, at);
    before(world);
    await world.settle();
    return world;
  };

  test('the names are held back, and the zone answers for them', async () => {
    const world = await withoutThem();
    expect(world.held()).toBe(26 * 2);
    expect(world.text()).toEqual((await withNames()).text());
  });

  test('what a Service says of itself is written at once at its other name', async () => {
    const world = await withoutThem();
    put(world, 5, undefined, '10.96.1.5');
    await world.settle();
    expect(world.at(nameOf(5))).toBe(`${nameOf(5)} 30 A 10.96.1.5`);
    expect(world.at(askedOf(5))).toBe(`${askedOf(5)} 30 A 10.96.0.5`);
    expect(world.held()).toBe(26 * 2);
  });

  test('a name that is asked for again is written at once, and the others stay held back to the last', async () => {
    const world = await withoutThem();
    for (const at of gone.keys()) {
      put(world, at, askedOf(at), `10.96.1.${at}`);
      await world.settle();
      expect(world.at(askedOf(at))).toBe(`${askedOf(at)} 30 A 10.96.1.${at}`);
      expect(world.held()).toBe((25 - at) * 2);
    }
  });

  test('consent deletes exactly these names', async () => {
    const world = await withoutThem();
    await world.allow();
    expect(world.held()).toBe(0);
    expect(world.at(askedOf(5))).toBe('');
    expect(world.at(nameOf(5))).toBe(`${nameOf(5)} 30 A 10.96.0.5`);
    expect(world.at(askedOf(27))).toBe(`${askedOf(27)} 30 A 10.96.0.27`);
  });
});

describe.each(ways)('26 of 30 Services ask for another name: $way', ({ before }) => {
  test('the new names are written at once, and the old ones are held back', async () => {
    const world = await withNames();
    for (const at of gone.keys()) put(world, at, `new-${at}.k8s.example.`);
    before(world);
    await world.settle();
    expect(world.at('new-5.k8s.example.')).toBe('new-5.k8s.example. 30 A 10.96.0.5');
    expect(world.at(askedOf(5))).toBe(`${askedOf(5)} 30 A 10.96.0.5`);
    expect(world.held()).toBe(26 * 2);
  });
});

test('names of a template that is no longer configured are held back', async () => {
  const world = createBrakeWorld({
    records: { names: [{ rule: 'template', template: '{service}.lab.{zone}', scope: {} }] },
  });
  for (const at of keys.keys()) put(world, at);
  await world.settle();
  world.restart({ names: [] });
  await world.settle();
  expect(world.held()).toBe(30 * 2);
  expect(world.at('web-5.lab.k8s.example.')).toBe('web-5.lab.k8s.example. 30 A 10.96.0.5');
});

describe.each(ways)('26 of 30 endpoints of a Service go: $way', ({ before }) => {
  const db = 'shop/db';
  const annotations = { 'k8s-bind.io/hostname': 'db.k8s.example' };
  const endpointOf = (at: number): object => ({ addresses: [`10.1.0.${at}`], hostname: `db-${at}` });
  const withEndpoints = async (): Promise<BrakeWorld> => {
    const world = createBrakeWorld({ records: { allow: [{ scope: {}, patterns: ['**.{zone}'] }] } });
    world.store.putSpec(db, { clusterIP: 'None' }, annotations);
    world.store.putEndpoints(
      db,
      keys.map((_, at) => endpointOf(at)),
    );
    await world.settle();
    return world;
  };

  test('their names below the name that it asks for go at once, since it says so itself', async () => {
    const world = await withEndpoints();
    expect(world.at('db-5.db.k8s.example.')).toBe('db-5.db.k8s.example. 5 A 10.1.0.5');
    world.store.putEndpoints(db, [26, 27, 28, 29].map(endpointOf));
    before(world);
    await world.settle();
    expect(world.held()).toBe(0);
    expect(world.at('db-5.db.k8s.example.')).toBe('');
    expect(world.at('db-27.db.k8s.example.')).toBe('db-27.db.k8s.example. 5 A 10.1.0.27');
    expect(world.text().filter((line) => line.includes('.db.k8s.example.'))).toHaveLength(4);
  });

  test('when the Service asks for no name any more, they are held back', async () => {
    const world = await withEndpoints();
    world.store.putSpec(db, { clusterIP: 'None' });
    before(world);
    await world.settle();
    expect(world.held()).toBe(30 + 30);
    expect(world.at('db-5.db.k8s.example.')).toBe('db-5.db.k8s.example. 5 A 10.1.0.5');
  });
});
