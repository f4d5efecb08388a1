import { beforeEach, describe, expect, test } from 'vitest';
import type { ZonePreview } from '../../../src/controller/previewZone.ts';
import { shortNames } from '../../../src/records/recordOptions.ts';
import { nameUnit, objectUnit } from '../../../src/zone/unit.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';
import { createTimedWeb, type TimedZone } from '../../support/timedZone.ts';

const zone = 'k8s.example.';
const web = `web.shop.svc.${zone}`;
const short = { names: shortNames(['shop']) };

let world: TimedZone;

beforeEach(() => {
  world = createTimedWeb();
});

const complete = (preview: ZonePreview) => {
  if (preview.kind !== 'preview') throw new Error(`a preview was expected: ${JSON.stringify(preview)}`);
  return preview;
};

test('of an empty zone: the claim would be taken, and everything written; and nothing is', async () => {
  const before = [world.text(), world.claims()];
  const { parts, units, ...rest } = complete(await world.preview());
  expect(rest).toEqual({
    kind: 'preview',
    zone,
    serial: 1,
    claim: { kind: 'take', epoch: 1, replaces: [] },
    claimed: [],
    foreign: [],
    owned: 0,
    guarded: false,
  });
  expect(units.map(({ unit }) => unit).sort()).toEqual(
    [nameUnit(`dns-version.${zone}`), objectUnit('shop/web')].sort(),
  );
  expect(units.find(({ unit }) => unit === objectUnit('shop/web'))).toMatchObject({
    kind: 'change',
    origin: { kind: 'Service', namespace: 'shop', name: 'web' },
    removed: [],
    added: expect.arrayContaining([{ name: web, type: 'A', ttlSeconds: 30, rdata: '10.96.0.1' }]),
  });
  expect([world.text(), world.claims(), world.model.updates]).toEqual([...before, []]);
  expect(parts.standing.mirror()?.serial).toBe(1);
});

/** A process writes what there is, and goes. */
const write = async (given = {}): Promise<void> => {
  const { stop } = world.start(given);
  await world.time.run(5_000);
  stop();
  await world.time.run(100);
};

/** @param before what happens to the zone before each transfer */
const countTransfers = (before: (count: number) => void = () => undefined): (() => number) => {
  let transfers = 0;
  world.behave({
    transfer: async (from, sink) => {
      transfers += 1;
      before(transfers);
      return await world.model.client.transfer(from, sink);
    },
  });
  return () => transfers;
};

const unitsOf = async (given = {}) => complete(await world.preview(given)).units;

describe('of a zone that was written', () => {
  test('and is as it should be: nothing would be, and what is ours is counted', async () => {
    await write({ records: short });
    const { units, owned, claim, claimed, guarded } = complete(await world.preview({ records: short }));
    const ours = world.text().filter((line) => !line.includes('_k8s-bind'));
    expect([units, owned, guarded]).toEqual([[], ours.length, false]);
    expect(claimed).toEqual(world.claims());
    expect(claim).toEqual({ kind: 'take', epoch: 2, replaces: claimed });
  });

  test('and edited since: what is wrong goes, what is missing comes', async () => {
    await write();
    world.addByHand('web.shop.svc 30 A 192.0.2.9');
    world.removeByHand(`_http._tcp.${web}`, 'SRV');
    const transfers = countTransfers();
    const srv = { name: `_http._tcp.${web}`, type: 'SRV', ttlSeconds: 30, rdata: `0 100 80 ${web}` };
    expect(await unitsOf()).toEqual([
      {
        kind: 'change',
        unit: objectUnit('shop/web'),
        origin: expect.objectContaining({ name: 'web' }),
        removed: [{ name: web, type: 'A', ttlSeconds: 30, rdata: '192.0.2.9' }],
        added: [srv],
      },
    ]);
    expect(transfers()).toBe(2);
  });

  test('and changed while it is read: it is compared once more, and the preview is of what was read last', async () => {
    await write();
    world.addByHand('web.shop.svc 30 A 192.0.2.9');
    const transfers = countTransfers((count) => {
      if (count === 2) world.addByHand('gone.shop.svc A 192.0.2.8');
    });
    const { units, serial } = complete(await world.preview());
    expect(units.map(({ unit }) => unit).sort()).toEqual([objectUnit('shop/gone'), objectUnit('shop/web')]);
    expect(units.find(({ unit }) => unit === objectUnit('shop/gone'))).toMatchObject({
      origin: { kind: 'Service', namespace: 'shop', name: 'gone' },
      removed: [{ name: `gone.shop.svc.${zone}`, rdata: '192.0.2.8' }],
      added: [],
    });
    expect([transfers(), serial]).toEqual([3, (await soa()).serial]);
  });

  test('and changes whenever it is read: at the third time it is enough', async () => {
    await write();
    const transfers = countTransfers((count) => world.addByHand(`s${count}.shop.svc A 192.0.2.9`));
    const { units } = complete(await world.preview());
    expect(transfers()).toBe(3);
    expect(units.map(({ unit }) => unit).sort()).toEqual(['shop/s1', 'shop/s2'].map(objectUnit));
  });

  const soa = async () => {
    const answer = await world.model.client.soa();
    if (answer.kind !== 'soa') throw new Error('a serial was expected');
    return answer;
  };
});

describe('of a short name', () => {
  test('says the Service behind it', async () => {
    const name = `web.${zone}`;
    expect((await unitsOf({ records: short })).find(({ unit }) => unit === nameUnit(name))).toMatchObject({
      kind: 'change',
      origin: { kind: 'Service', namespace: 'shop', name: 'web' },
    });
  });

  test('whose Service has gone says that by its marker', async () => {
    await write({ records: short });
    world.store.remove('shop/web');
    const name = `web.${zone}`;
    expect((await unitsOf({ records: short })).find(({ unit }) => unit === nameUnit(name))).toMatchObject({
      kind: 'change',
      origin: { kind: 'Service', namespace: 'shop', name: 'web' },
      added: [],
    });
  });

  test('that somebody else has says so, and by whom it is asked for', async () => {
    world.addByHand('web A 192.0.2.1');
    const { units, parts } = complete(await world.preview({ records: short }));
    const name = `web.${zone}`;
    const conflict = units.find(({ kind }) => kind === 'conflict');
    expect(conflict).toMatchObject({
      unit: nameUnit(name),
      origin: { kind: 'Service', namespace: 'shop', name: 'web' },
      reason: 'already holds A 192.0.2.1, which is not ours',
    });
    expect(parts.conflicts.names().get(name)).toMatchObject({ origin: { name: 'web' } });
  });
});

test('what nobody owns alone has no object behind it', async () => {
  const units = await unitsOf();
  expect(units.find(({ unit }) => unit === nameUnit(`dns-version.${zone}`))).toMatchObject({
    kind: 'change',
    origin: undefined,
  });
});

test('deletions that look like a mistake would be held back', async () => {
  const brake = { share: 0.1, records: 1, allowMassDelete: false };
  world.store.put('shop/api', '10.96.0.2');
  await write();
  world.store.remove('shop/web');
  const held = complete(await world.preview({ options: { brake } }));
  expect([held.guarded, held.units.length]).toEqual([true, 1]);
  const free = complete(await world.preview({ options: { brake: { ...brake, allowMassDelete: true } } }));
  expect([free.guarded, free.units.length]).toEqual([false, 1]);
});

test('a territory that another writer fills would not be claimed, names that others work with would be left', async () => {
  world.addByHand('a.b.svc A 192.0.2.1\n_acme-challenge.web.shop.svc TXT x');
  const { claim, foreign } = complete(await world.preview());
  expect([claim, foreign]).toEqual([{ kind: 'occupied' }, [`_acme-challenge.${web}`]]);
});

test('the claim of another view or owner is shown', async () => {
  await write({ options: { view: 'inside' } });
  const { claim } = complete(await world.preview({ options: { otherViews: ['inside'] } }));
  expect(claim).toEqual({ kind: 'other-view', otherView: 'inside' });
  expect(complete(await world.preview({ options: { owner: 'you' } })).claim).toMatchObject({
    kind: 'foreign',
  });
});

test('what the claim covers and is configured no more goes', async () => {
  const pods = { layout: forwardLayout(zone, { podNames: true }) };
  await write(pods);
  world.addByHand('10-1-0-9.shop.pod A 10.1.0.9');
  const units = await unitsOf();
  expect(units).toMatchObject([
    { removed: [{ name: `10-1-0-9.shop.pod.${zone}`, rdata: '10.1.0.9' }], added: [] },
  ]);
});

describe('a zone that cannot be read is a failure', () => {
  const failure = { kind: 'unreachable', reason: 'away' } as const;

  test.each([
    ['at all', 1],
    ['once more where it differs', 2],
  ])('%s', async (_what, at) => {
    await write();
    world.addByHand('web.shop.svc 30 A 192.0.2.9');
    let transfers = 0;
    world.behave({
      transfer: async (from, sink) => {
        transfers += 1;
        return transfers < at ? await world.model.client.transfer(from, sink) : failure;
      },
    });
    expect(await world.preview()).toEqual({ kind: 'failed', zone, failure });
    expect(transfers).toBe(at);
  });
});
