import { beforeEach, describe, expect, test } from 'vitest';
import { settleApplied } from '../../../../src/controller/write/settleBatch.ts';
import { type Batch, fenceOf, takeBatch } from '../../../../src/controller/write/takeBatch.ts';
import type { ZoneContext } from '../../../../src/controller/zoneContext.ts';
import type { ResourceRecord } from '../../../../src/dns/rrset.ts';
import { applyRecord } from '../../../../src/zone/mirror.ts';
import { nameUnit, objectUnit, type UnitKey } from '../../../../src/zone/unit.ts';
import { type TestContext, testContext } from '../../../support/testContext.ts';

const zone = 'k8s.example.';
const [a, b, c] = ['ns/a', 'ns/b', 'ns/c'].map(objectUnit) as [UnitKey, UnitKey, UnitKey];
const refused = { kind: 'refused' } as const;

let world: TestContext;
let context: ZoneContext;

beforeEach(() => {
  world = testContext();
  ({ context } = world);
});

const taken = async (units: readonly UnitKey[]): Promise<Batch> => {
  const batch = await takeBatch(context, units);
  if (batch === undefined) throw new Error('Cannot look at the batch: found none, needed one');
  return batch;
};

/** The server takes these. */
const write = async (units: readonly UnitKey[]): Promise<void> =>
  settleApplied(context, await taken(units), 0);

const putThree = (): void => {
  for (const [at, key] of ['ns/a', 'ns/b', 'ns/c'].entries()) world.put(key, `10.96.0.${at + 1}`);
};

describe('a message', () => {
  const unitsIn = ({ changes }: Batch): readonly UnitKey[] => changes.map(({ unit }) => unit);

  test('takes what fits to the last octet, and says that more is waiting only where it is', async () => {
    putThree();
    const { octets, full, messages } = await taken([a, b]);
    expect([full, messages.length]).toEqual([false, 1]);
    for (const [maxOctets, fits] of [
      [octets, true],
      [octets - 1, false],
    ] as const) {
      world = testContext();
      context = { ...world.context, pace: { ...world.context.pace, maxOctets: () => maxOctets } };
      putThree();
      const batch = await taken([a, b, c]);
      expect([batch.full, unitsIn(batch)]).toEqual([true, fits ? [a, b] : [a]]);
      expect([...context.queue.units()]).toEqual(fits ? [c] : [b, c]);
    }
  });

  test('leaves a unit that is longer than itself where it is, tells who asks, and takes the next', async () => {
    world.putHeadless(
      'ns/a',
      Array.from({ length: 2_000 }, (_, at) => `10.${1 + (at >> 8)}.${at & 255}.1`),
    );
    world.put('ns/b', '10.96.0.2');
    const large: UnitKey[] = [];
    const batch = await takeBatch(context, [a, b], { tooLarge: (unit) => void large.push(unit) });
    expect([large, batch && unitsIn(batch), [...context.queue.units()]]).toEqual([[a], [b], [a]]);
  });

  test('shows the changes of its first five units alone', async () => {
    const keys = Array.from({ length: 7 }, (_, at) => `ns/web-${at}`);
    for (const [at, key] of keys.entries()) world.put(key, `10.96.0.${at + 1}`);
    const { changes } = await taken(keys.map(objectUnit));
    expect(changes.map(({ notable, changed }) => [notable.length, changed])).toEqual([
      ...Array.from({ length: 5 }, () => [2, 2]),
      ...Array.from({ length: 2 }, () => [0, 2]),
    ]);
  });

  test('takes what did not wait as changed at this moment', async () => {
    world.put('ns/a', '10.96.0.1');
    context.queue.remove(a);
    world.sleep(40);
    expect((await taken([a])).changes[0]?.waiting).toEqual({ seenMs: 40, reason: 'changed' });
  });

  test('has the claim as its condition, and none where there is no claim', async () => {
    expect(fenceOf(context)).toMatchObject([{ kind: 'rrset-equals', name: `_k8s-bind.${zone}` }]);
    context.standing.lose();
    expect(fenceOf(context)).toEqual([]);
  });
});

describe('a unit in quarantine', () => {
  test('is not taken while it waits, and its neighbour is; it is once it is tried', async () => {
    putThree();
    context.quarantine.refuse(a, refused);
    expect((await taken([a, b])).changes.map(({ unit }) => unit)).toEqual([b]);
    context.quarantine.retryNow(a);
    expect((await taken([a])).changes.map(({ unit }) => unit)).toEqual([a]);
  });

  test('is released when it needs nothing any more, but not before what was written is read back', async () => {
    putThree();
    await write([a, b]);
    for (const unit of [a, b]) context.quarantine.refuse(unit, refused);
    const { events } = world;
    const before = events.length;
    expect(await takeBatch(context, [a])).toBe(undefined);
    expect([context.quarantine.isWaiting(a), events.length]).toEqual([true, before]);
    context.ledger.takeUnconfirmed();
    expect(await takeBatch(context, [a])).toBe(undefined);
    expect(events.slice(before)).toEqual([{ kind: 'released', unit: a }]);
    expect([...context.quarantine.units().keys()]).toEqual([b]);
  });
});

test('what a unit is cut to is told when it is found so, and not while that is only tried', async () => {
  world.putHeadless('ns/a', ['10.1.0.1', '10.1.0.2', '10.1.0.3']);
  context.serverLimits.set(a, new Map([[`a.ns.svc.${zone} A`, 2]]));
  await write([a]);
  const told = () => world.events.filter(({ kind }) => kind === 'record-limit');
  expect(await takeBatch(context, [a], { isTrial: true })).toBe(undefined);
  expect(told()).toEqual([]);
  expect(await takeBatch(context, [a])).toBe(undefined);
  expect(told()).toEqual([{ kind: 'record-limit', unit: a, limit: 2 }]);
});

describe('a name outside the territory', () => {
  const name = `web.${zone}`;
  const unit = nameUnit(name);
  const below = nameUnit(`_http._tcp.${name}`);
  const kinds = (): readonly string[] => world.events.map(({ kind }) => kind);

  const byHand = (change: 'add' | 'remove', owner = name): void => {
    const record: ResourceRecord = { name: owner, type: 'A', ttlSeconds: 60, rdata: '192.0.2.1' };
    const mirror = context.standing.mirror();
    if (mirror === undefined) throw new Error('Cannot edit the zone: found no mirror, needed one');
    applyRecord(mirror, change, record);
  };

  /** Another writer has this name and `api`, which two Services ask for. */
  const taking = async (): Promise<void> => {
    byHand('add');
    byHand('add', `api.${zone}`);
    world.put('default/web', '10.96.0.1');
    world.put('default/api', '10.96.0.2');
    await takeBatch(context, [...context.queue.units()]);
    expect(context.queue.size()).toBe(0);
  };

  test('that another writer takes is in quarantine no more', async () => {
    context.quarantine.refuse(unit, refused);
    await taking();
    expect(world.events).toContainEqual({ kind: 'released', unit });
    expect([context.quarantine.units().size, context.conflicts.names().has(name)]).toEqual([0, true]);
  });

  test('that is free again is ours as a change, and what is below it is looked at, no other name', async () => {
    await taking();
    byHand('remove');
    world.sleep(30);
    context.queue.add(unit, { seenMs: 20, reason: 'drift' });
    const { changes } = await taken([unit]);
    expect(changes.map(({ waiting }) => waiting)).toEqual([{ seenMs: 20, reason: 'changed' }]);
    expect(kinds().filter((kind) => kind === 'conflict-ended')).toHaveLength(1);
    expect([...context.queue.units()]).toEqual([below]);
    expect(context.queue.get(below)).toEqual({ seenMs: 30, reason: 'changed' });
  });

  test('that was ours all the time and is healed stays drift', async () => {
    world.put('default/web', '10.96.0.1');
    context.queue.remove(unit);
    context.queue.add(unit, { seenMs: 0, reason: 'drift' });
    expect((await taken([unit])).changes[0]?.waiting.reason).toBe('drift');
    expect(kinds()).toEqual([]);
  });

  test('that is ours in part is healed as drift, and what is left out is told', async () => {
    world.put('default/web', '10.96.0.1');
    await write([unit]);
    const held = context.ledger.acknowledged(name);
    if (held === undefined) throw new Error('Cannot go on: found nothing held, needed a name');
    const theirs = { type: 'MX', ttlSeconds: 30, rdata: '10 mail.example.' } as const;
    context.ledger.acknowledge(name, { ...held, records: [...held.records, theirs] }, 1);
    world.put('default/web', 'fd00::1');
    context.queue.remove(unit);
    context.queue.add(unit, { seenMs: 0, reason: 'drift' });
    const { changes } = await taken([unit]);
    expect(changes).toMatchObject([{ lostRecords: 1, gainedRecords: 0, waiting: { reason: 'drift' } }]);
    expect(world.events.at(-1)).toMatchObject({ kind: 'conflict', name });
  });
});
