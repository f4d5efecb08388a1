import { beforeEach, describe, expect, test } from 'vitest';
import { createHolds } from '../../../../src/controller/write/holds.ts';
import { serviceRef } from '../../../../src/model/objectRef.ts';
import { objectUnit, type UnitKey } from '../../../../src/zone/unit.ts';
import { createPassWorld, oneEach, type PassWorld } from './passWorld.ts';

const applied = { kind: 'applied' } as const;
const rejected = { kind: 'rejected', rcode: 'FORMERR' } as const;
const unreachable = { kind: 'unreachable', reason: 'away' } as const;
const [a, b, c, d] = ['ns/a', 'ns/b', 'ns/c', 'ns/d'].map(objectUnit) as [UnitKey, UnitKey, UnitKey, UnitKey];

let world: PassWorld;

beforeEach(() => {
  world = createPassWorld();
});

const waiting = (): readonly UnitKey[] => [...world.context.queue.units()];

describe('after what stands apart', () => {
  const begin = (): void => {
    world.put('a', 'b', 'c');
    world.context.queue.setApart([a, b]);
  };

  test('everything else goes in the same pass', async () => {
    begin();
    await world.pass();
    expect([world.sent, waiting()]).toEqual([['a b', 'c'], []]);
  });

  test('and needs nothing any more, everything else goes too', async () => {
    begin();
    await world.pass();
    for (const unit of [a, b]) world.context.queue.add(unit, { seenMs: 0, reason: 'drift' });
    world.context.queue.setApart([a, b]);
    world.put('d');
    await world.pass();
    expect([world.sent, waiting()]).toEqual([['a b', 'c', 'd'], []]);
  });

  test.each<[string, (world: PassWorld) => void]>([
    ['the loop is stopped', ({ stop }) => stop()],
    ['the zone is ours no more', ({ context }) => context.standing.lose()],
    ['the zone must be read', ({ context }) => context.schedule.doubt('incremental')],
    ['the server is to be left alone', ({ context }) => void context.schedule.wait('write')],
  ])('nothing else goes when %s', async (_what, happen) => {
    begin();
    world.answer(() => {
      happen(world);
      return applied;
    });
    await world.pass();
    expect([world.sent, waiting()]).toEqual([['a b'], [c]]);
  });
});

describe('what comes back into the queue was changed', () => {
  test('when its quarantine is over', async () => {
    world.put('a');
    world.context.queue.remove(a);
    world.context.quarantine.refuse(a, rejected);
    world.answer(() => unreachable);
    await world.pass();
    expect([world.sent, waiting()]).toEqual([[], []]);
    world.sleep(5_000);
    await world.pass();
    expect([world.sent, world.context.queue.get(a)]).toEqual([['a'], { seenMs: 5_000, reason: 'changed' }]);
  });

  test('when its hold is over, which is told', async () => {
    world = createPassWorld(({ nowMs, timeMs }) => ({ holds: createHolds({ holdMs: 100, nowMs, timeMs }) }));
    const { context, sent, events } = world;
    world.put('a');
    context.queue.remove(a);
    context.holds.keeps(a, { origin: serviceRef('ns/a'), waitsFor: 'an address', endless: false });
    world.answer(() => unreachable);
    world.sleep(100);
    await world.pass();
    expect([sent, context.queue.get(a)]).toEqual([['a'], { seenMs: 100, reason: 'changed' }]);
    expect(events[0]).toEqual({ kind: 'hold-ended', unit: a });
  });
});

test('of units in quarantine the first that is tried and has a change goes, alone', async () => {
  const { context, sent } = world;
  world.put('a', 'b', 'c', 'd');
  for (const unit of [a, b, c, d]) context.quarantine.refuse(unit, rejected);
  for (const unit of [b, c, d]) context.quarantine.retryNow(unit);
  context.queue.remove(b);
  await world.pass();
  expect([sent, waiting()]).toEqual([['c'], [d]]);
  expect([...context.quarantine.units().keys()]).toEqual([a, b, d]);
});

describe('while a message is under way', () => {
  test('the next is prepared where there are more, and all go in one pass', async () => {
    world = createPassWorld(oneEach);
    const { queue } = world.context;
    const prepared: (readonly boolean[])[] = [];
    world.put('a', 'b', 'c');
    world.answer(async () => {
      await new Promise(setImmediate);
      prepared.push([a, b, c].map(queue.isUnderWay));
      return applied;
    });
    await world.pass();
    expect(prepared).toEqual([
      [true, true, false],
      [false, true, true],
      [false, false, true],
    ]);
    expect([world.sent, queue.pending()]).toEqual([['a', 'b', 'c'], 0]);
  });

  test('that has all there is, what comes is left for the next pass', async () => {
    world.put('a');
    world.answer(() => {
      world.put('b');
      return applied;
    });
    await world.pass();
    expect([world.sent, waiting()]).toEqual([['a'], [b]]);
  });

  test('that is a part of a long unit, nothing is prepared; what else is long goes after its end', async () => {
    const { queue } = world.context;
    const prepared = new Set<boolean>();
    world.putLong('a');
    world.putLong('b');
    world.answer(async (services) => {
      await new Promise(setImmediate);
      if (services === 'a') prepared.add(queue.isUnderWay(b));
      return applied;
    });
    await world.pass();
    expect([[...prepared], queue.pending()]).toEqual([[false], 0]);
    expect(world.sent.join('')).toMatch(/^a{2,}b{2,}$/);
  });
});

test('between the parts of a long unit goes what is small, and nothing that stands apart', async () => {
  const { quarantine, queue } = world.context;
  world.putLong('a');
  world.put('b', 'c', 'd');
  queue.setApart([a], [b]);
  quarantine.refuse(d, rejected);
  quarantine.retryNow(d);
  await world.pass();
  expect(world.sent.join('')).toMatch(/^aca+d$/);
  expect(waiting()).toEqual([b]);
  await world.pass();
  expect([world.sent.at(-1), queue.pending()]).toEqual(['b', 0]);
});
