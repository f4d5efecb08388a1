import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseClaim } from '../../../src/zone/claim.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';
import { createTimedZone, type TimedZone } from '../../support/timedZone.ts';

const zone = 'k8s.example.';
const web = `web.shop.svc.${zone}`;

let world: TimedZone;

beforeEach(() => {
  world = createTimedZone();
  world.store.put('shop/web', '10.96.0.1');
});

/** A process has written all, and has gone. */
const written = async (given: Parameters<TimedZone['start']>[0] = {}): Promise<void> => {
  world.store.sync();
  (await world.running(given)).stop();
  await world.time.run(0);
};

/** Transfers wait until they are let go on. */
const holdTransfers = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const froms: (number | undefined)[] = [];
  world.behave({
    transfer: async (from, sink) => {
      froms.push(from);
      await promise;
      return await world.model.client.transfer(from, sink);
    },
  });
  return { froms, letGo: resolve };
};

/** Objects as the store has them, noting when they are taken in. */
const watched = (isSynced: () => boolean = world.store.synced) => {
  const taken: string[] = [];
  const { store } = world;
  const source = {
    ...store,
    synced: isSynced,
    snapshot: (key: string) => {
      taken.push(key);
      return store.origin(key);
    },
  };
  return { taken, deps: { source } };
};

describe('while the zone is read for the first time', () => {
  test('objects are taken in, once all are known', async () => {
    const { letGo } = holdTransfers();
    const { taken, deps } = watched();
    const one = world.start({ deps });
    await world.time.run(100);
    expect(taken).toEqual([]);
    world.store.sync();
    await world.time.run(0);
    expect([taken, one.loop.view.isRead()]).toEqual([['shop/web'], false]);
    letGo();
    await world.time.run(0);
    expect([one.loop.view.isRead(), world.at(web).length]).toEqual([true, 1]);
  });

  test('and they are not known by its end, nobody waits for them to go on reading', async () => {
    const { taken, deps } = watched();
    const one = await world.running({ deps });
    expect([taken, one.loop.view.isRead(), one.loop.doing()]).toEqual([[], true, 'wait']);
  });
});

test('what is known only after the zone was read is compared with it, and nothing is read twice', async () => {
  await written();
  let isSynced = false;
  const { froms, letGo } = holdTransfers();
  letGo();
  const one = world.start(watched(() => isSynced));
  await world.time.run(100);
  isSynced = true;
  one.loop.wake();
  await world.time.run(100);
  expect([froms, one.told('compared')]).toEqual([
    [undefined],
    [{ kind: 'compared', units: 2, differing: 0 }],
  ]);
});

test('many objects are taken in by and by, so that everything else has its turn', async () => {
  for (const name of ['a', 'b', 'c']) world.store.put(`shop/${name}`, '10.96.0.9');
  world.store.sync();
  let turns = 0;
  const isOver = new AbortController();
  const countTurn = (): void => {
    turns += 1;
    if (!isOver.signal.aborted) setImmediate(countTurn);
  };
  countTurn();
  const seen: number[] = [];
  let passedMs = 0;
  const one = world.start({
    deps: {
      source: { ...world.store, snapshot: (key) => (seen.push(turns), world.store.origin(key)) },
      // Each look at the clock finds it late.
      nowMs: () => world.time.nowMs() + (passedMs += 20),
    },
  });
  while (!one.loop.view.isSettled()) await turn();
  isOver.abort();
  expect(seen.length).toBe(4);
  expect(new Set(seen).size).toBe(4);
});

test('a territory that became smaller is claimed as it is once nothing is left in the part that was given up', async () => {
  await written({ layout: forwardLayout(zone, { podNames: true }) });
  world.addByHand('10-1-0-9.shop.pod A 10.1.0.9');
  expect(world.claims().map((rdata) => parseClaim(rdata)?.territory)).toEqual(['svc,pod,dns-version']);
  const one = await world.running();
  await world.time.run(3_000);
  expect(world.text().filter((line) => line.includes('.pod.'))).toEqual([]);
  expect(world.claims().map((rdata) => parseClaim(rdata)?.territory)).toEqual(['svc,dns-version']);
  expect([one.end(), world.at(web).length]).toEqual([undefined, 1]);
});

test('reading that is cut off in the middle of its changes is begun anew', async () => {
  world.store.sync();
  const one = await world.running();
  world.addByHand('www A 192.0.2.1');
  let cuts = 0;
  world.behave({
    transfer: async (from, sink) => {
      if (from === undefined || cuts > 0) return await world.model.client.transfer(from, sink);
      cuts += 1;
      sink.begin('incremental');
      return { kind: 'unreachable', reason: 'cut' };
    },
  });
  one.loop.zoneChanged();
  await world.time.run(3_000);
  expect([cuts, one.end(), one.loop.view.isRead(), one.loop.view.isClaimed()]).toEqual([
    1,
    undefined,
    true,
    true,
  ]);
});
