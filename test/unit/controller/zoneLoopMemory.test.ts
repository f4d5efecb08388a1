import { beforeEach, describe, expect, test } from 'vitest';
import type { ZoneMemory } from '../../../src/controller/zoneContext.ts';
import { emptyDigest, hashRrset, sumRdata } from '../../../src/dns/recordDigest.ts';
import { formatClaim, parseClaim } from '../../../src/zone/claim.ts';
import { emptyMirror } from '../../../src/zone/mirror.ts';
import type { RememberedZone } from '../../../src/zone/rememberedZone.ts';
import { objectUnit } from '../../../src/zone/unit.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';
import { createTimedWeb, type TimedZone } from '../../support/timedZone.ts';

const zone = 'k8s.example.';

let world: TimedZone;

beforeEach(() => {
  world = createTimedWeb();
});

describe('what is remembered of the zone', () => {
  const createMemory = () => {
    const written: RememberedZone[] = [];
    const memory: ZoneMemory = {
      read: async () => undefined,
      write: async (remembered) => void written.push(remembered),
    };
    return { written, deps: { memory } };
  };

  test('is what was read, with the claim as it was before it said that its holder has stopped', async () => {
    const { written, deps } = createMemory();
    const one = await world.running({ deps });
    const serial = one.loop.view.serial();
    one.stop();
    await world.time.run(0);
    expect(written).toHaveLength(1);
    expect(written[0]?.mirror.serial).toBe(serial);
    expect(written[0]?.mirror.claim.map(parseClaim)).toMatchObject([{ holder: 'me/1', stopped: false }]);
  });

  test('is nothing where the zone was not read, or its content is in doubt', async () => {
    const { written, deps } = createMemory();
    world.behave({ transfer: async () => ({ kind: 'unreachable', reason: 'away' }) });
    const unread = await world.running({ deps });
    unread.stop();
    await world.time.run(0);
    world.behave({});
    const doubting = await world.running({ deps });
    doubting.loop.parts.schedule.doubt('full');
    doubting.stop();
    await world.time.run(0);
    expect([unread.end(), doubting.end(), written]).toEqual([{ kind: 'stopped' }, { kind: 'stopped' }, []]);
  });

  test('is what there is where only its changes are to be read', async () => {
    const { written, deps } = createMemory();
    const one = await world.running({ deps });
    one.loop.parts.schedule.doubt('incremental');
    one.stop();
    await world.time.run(0);
    expect(written).toHaveLength(1);
  });

  test('is kept by nobody who ends since the zone is not its own', async () => {
    world.addByHand('a.b.svc A 192.0.2.1');
    const { written, deps } = createMemory();
    const one = await world.running({ deps });
    expect([one.end()?.kind, written, world.claims()]).toEqual(['occupied', [], []]);
    expect(one.loop.doing()).toBe('wait');
  });
});

/** From which serials the zone is read from now on; undefined where as a whole. */
const noteTransfers = (): readonly (number | undefined)[] => {
  const froms: (number | undefined)[] = [];
  world.behave({
    transfer: (from, sink) => {
      froms.push(from);
      return world.model.client.transfer(from, sink);
    },
  });
  return froms;
};

describe('a start with what is remembered of the zone', () => {
  const remembering = (...zones: RememberedZone[]) => ({
    deps: { memory: { read: async () => zones.shift(), write: async () => undefined } },
  });
  /** A process runs, and stops. */
  const ran = async (): Promise<RememberedZone> => {
    const kept: RememberedZone[] = [];
    const write = async (zone: RememberedZone) => void kept.push(zone);
    (await world.running({ deps: { memory: { read: async () => undefined, write } } })).stop();
    await world.time.run(0);
    const [remembered] = kept;
    if (remembered === undefined) throw new Error('something to remember was expected');
    return remembered;
  };

  test('only its changes are read, and the whole a while later', async () => {
    const remembered = await ran();
    const { serial } = remembered.mirror;
    const froms = noteTransfers();
    const one = world.start(remembering(remembered));
    await world.time.run(0);
    expect([froms, one.loop.view.isSettled()]).toEqual([[serial], true]);
    await world.time.run(10_000);
    expect(froms.filter((from) => from === undefined)).toHaveLength(1);
  });

  test('without a claim in it, the whole is read at once', async () => {
    (await world.running()).stop();
    await world.time.run(0);
    const answer = await world.model.client.soa();
    const serial = answer.kind === 'soa' ? answer.serial : 0;
    const froms = noteTransfers();
    const one = world.start(
      remembering({
        mirror: { ...emptyMirror(forwardLayout(zone, { podNames: false })), serial },
        made: new Map(),
      }),
    );
    await world.time.run(0);
    expect([froms, one.loop.view.isSettled()]).toEqual([[serial, undefined], true]);
  });

  /** As if what an earlier process made of `shop/web` had been other records, which the zone has. */
  const ranOtherwise = async () => {
    world.store.put('shop/api', '10.96.0.2');
    const remembered = await ran();
    const web = objectUnit('shop/web');
    expect([...remembered.made.keys()]).toEqual([web, objectUnit('shop/api')]);
    const name = 'web.shop.svc.k8s.example.';
    world.removeByHand(name, 'A');
    world.addByHand(`${name} 30 A 10.96.0.9`);
    const digest = { ...(remembered.mirror.territory.get(web) ?? emptyDigest()) };
    for (const [rdata, sign] of [
      ['10.96.0.1', -1],
      ['10.96.0.9', 1],
    ] as const)
      sumRdata(digest, hashRrset(name, 'A', 30), rdata, sign);
    const text = remembered.made.get(web)?.text ?? '';
    const found = world.text();
    return {
      web,
      given: remembering({ ...remembered, made: new Map([[web, { text, digest }]]) }),
      found,
      right: found.map((line) => line.replace('10.96.0.9', '10.96.0.1')),
    };
  };

  test('what was made of the same is believed until the whole zone is read, and no longer', async () => {
    const { web, given, found, right } = await ranOtherwise();
    const one = world.start(given);
    await world.time.run(1_000);
    expect([one.loop.view.isSettled(), world.text()]).toEqual([true, found]);
    await world.time.run(10_000);
    expect(world.text()).toEqual(right);
    expect(one.told('drift')).toMatchObject([{ unit: web }]);
  });

  test('the whole zone is read in its time, however much waits to be written', async () => {
    const { given, right } = await ranOtherwise();
    const count = 2_000;
    for (let at = 0; at < count; at += 1) world.store.put(`shop/new-${at}`, `10.97.${at >> 8}.${at & 255}`);
    world.behave({
      update: async (content) => {
        await new Promise<void>((resolve) => void world.time.after(900, () => resolve()));
        return world.model.client.update(content);
      },
    });
    const one = world.start(given);
    await world.time.run(8_000);
    expect(one.told('read').at(-1)).toMatchObject({ mode: 'full' });
    expect(one.loop.view.pending()).toBeGreaterThan(count / 4);
    await world.time.run(60_000);
    expect(world.text()).toEqual(expect.arrayContaining(right));
    expect(one.loop.view.pending()).toBe(0);
    expect(world.text().filter((line) => /^new-\d+\..* A /.test(line))).toHaveLength(count);
  });

  test.for([true, false])(
    'a claim of another owner there ends nothing before the server has confirmed it (signed: %s)',
    async (areReadsSigned) => {
      const remembered = await ran();
      const claim = [
        formatClaim({ owner: 'other', epoch: 1, territory: 'svc', holder: 'x/1', stopped: false }),
      ];
      const answer = await world.model.client.soa();
      const serial = answer.kind === 'soa' ? answer.serial : 0;
      const { deps } = remembering({ ...remembered, mirror: { ...remembered.mirror, serial, claim } });
      const one = world.start({ deps: { ...deps, client: { ...world.client, areReadsSigned } } });
      await world.time.run(10_000);
      expect([one.end(), one.loop.view.isSettled()]).toEqual([undefined, true]);
      expect(world.claims().map(parseClaim)).toMatchObject([{ owner: 'me', holder: 'me/1' }]);
    },
  );

  test('nothing is believed where the whole zone comes at once', async () => {
    const { given, right } = await ranOtherwise();
    world.behave({ transfer: (_from, sink) => world.model.client.transfer(undefined, sink) });
    world.start(given);
    await world.time.run(1_000);
    expect(world.text()).toEqual(right);
  });

  test('what has changed or is gone meanwhile is written without another look at the zone', async () => {
    for (const name of ['api', 'blog']) world.store.put(`shop/${name}`, '10.96.0.2');
    const remembered = await ran();
    const before = world.text();
    world.store.put('shop/web', '10.96.0.5');
    world.store.remove('shop/api');
    const froms = noteTransfers();
    const one = world.start(remembering(remembered));
    await world.time.run(1_000);
    // The second reads back what was written.
    expect([froms, one.loop.view.isSettled()]).toEqual([[expect.any(Number), expect.any(Number)], true]);
    const expected = before
      .filter((line) => !line.includes('api.shop'))
      .map((line) => line.replace('10.96.0.1', '10.96.0.5'));
    expect(world.text()).toEqual(expected);
    expect(one.loop.view.ownedRecords()).toBe(expected.length);
    expect(one.told('written')).toHaveLength(1);
    await world.time.run(20_000);
    expect([world.text(), one.told('drift')]).toEqual([expected, []]);
  });

  test('what another hand has changed meanwhile is looked for in the zone', async () => {
    const remembered = await ran();
    const name = 'web.shop.svc.k8s.example.';
    world.addByHand(`${name} 30 A 10.96.0.9`);
    world.store.put('shop/web', '10.96.0.5');
    const froms = noteTransfers();
    world.start(remembering(remembered));
    await world.time.run(1_000);
    expect(froms).toEqual([expect.any(Number), undefined, expect.any(Number)]);
    expect(world.at(name)).toEqual([`${name} 30 A 10.96.0.5`]);
  });

  test('nothing is said of records that are not as they should be', async () => {
    world.store.put('shop/api', '10.96.0.2');
    const kept: RememberedZone[] = [];
    const write = async (zone: RememberedZone) => void kept.push(zone);
    const one = await world.running({ deps: { memory: { read: async () => undefined, write } } });
    world.behave({ update: async () => ({ kind: 'refused' }) });
    world.store.put('shop/api', '10.96.0.3');
    await world.time.run(100);
    one.stop();
    await world.time.run(5_000);
    expect(kept.map(({ made }) => [...made.keys()])).toEqual([[objectUnit('shop/web')]]);
  });

  test('nothing is said of a Service that something is wrong with', async () => {
    world.store.putObject('services', {
      metadata: { namespace: 'shop', name: 'bad', annotations: { 'k8s-bind.io/ttl': 'soon' } },
      spec: { clusterIP: '10.96.0.3', clusterIPs: ['10.96.0.3'], ports: [] },
    });
    const { made, mirror } = await ran();
    expect(mirror.territory.has(objectUnit('shop/bad'))).toBe(true);
    expect([...made.keys()]).toEqual([objectUnit('shop/web')]);
  });
});
