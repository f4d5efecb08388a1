import { describe, expect, test } from 'vitest';
import { settleBatch } from '../../../../src/controller/write/settleBatch.ts';
import { takeBatch } from '../../../../src/controller/write/takeBatch.ts';
import type { UpdateContent } from '../../../../src/dns/updateMessage.ts';
import type { UpdateOutcome } from '../../../../src/server/updateOutcome.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';
import { testContext } from '../../../support/testContext.ts';

const units = ['ns/a', 'ns/b', 'ns/c'].map(objectUnit);

const applied: UpdateOutcome = { kind: 'applied' };

type Options = {
  readonly services?: number;
  /** What the server says of the message that tells the zone from a record. */
  readonly probe?: UpdateOutcome;
  /** How many plans in a row were stale before. */
  readonly before?: number;
};

/** What follows of one answer to a message of so many Services. */
const settle = async (
  outcome: UpdateOutcome,
  { services = 3, probe = applied, before = 0 }: Options = {},
) => {
  const sent: UpdateContent[] = [];
  const { context, events, put, sleep } = testContext({
    update: async (content) => {
      sent.push(content);
      return probe;
    },
  });
  let refusals = 0;
  const schedule = { ...context.schedule, noteRefused: () => void (refusals += 1) };
  for (const [at, unit] of units.slice(0, services).entries()) put(unit, `10.96.0.${at + 1}`);
  for (let times = 0; times < before; times += 1) schedule.noteStalePlan();
  const batch = await takeBatch(context, units);
  if (batch === undefined) throw new Error('Cannot settle: found no batch, needed one');
  expect(context.queue.size()).toBe(0);
  sleep(40);
  const alone = await settleBatch({ ...context, schedule }, batch, outcome, 7);
  const waiting = units.filter((unit) => context.queue.get(unit) !== undefined);
  return {
    alone,
    waiting,
    events,
    sent,
    refusals,
    due: schedule.readDue(),
    apart: context.queue.groups(),
    context,
  };
};

const failed = (outcome: UpdateOutcome, count: number) => [{ kind: 'update-failed', outcome, units: count }];

test('what was taken is written, waits to be read back, and is told with its records and times', async () => {
  const { waiting, events, context, due } = await settle({ kind: 'applied' });
  expect([waiting, due]).toEqual([[], 'no']);
  expect([...context.ledger.unconfirmed()]).toEqual(units);
  expect(context.ledger.totalRecords()).toBe(6);
  expect(events).toMatchObject([
    {
      kind: 'written',
      units,
      added: 6,
      removed: 0,
      changed: 6,
      durationMs: 7,
      latenciesMs: [40, 40, 40],
      remaining: 0,
      programmed: [],
    },
  ]);
  expect(events[0]?.kind === 'written' && events[0].notable.map(({ change }) => change.kind)).toEqual(
    Array.from({ length: 5 }, () => 'create'),
  );
});

test('a Service that was healed is told of as drift', async () => {
  const { context, events, put } = testContext();
  put('ns/a', '10.96.0.1');
  const [unit] = units;
  if (unit === undefined) throw new Error('Cannot heal: found no unit, needed one');
  context.queue.remove(unit);
  context.queue.add(unit, { seenMs: 0, reason: 'drift' });
  const batch = await takeBatch(context, [unit]);
  if (batch === undefined) throw new Error('Cannot settle: found no batch, needed one');
  await settleBatch(context, batch, { kind: 'applied' }, 0);
  expect(events.map(({ kind }) => kind)).toEqual(['drift', 'written']);
  expect(events[0]?.kind === 'drift' && events[0].healing.map(({ kind }) => kind)).toEqual(['add', 'add']);
});

describe('a message whose prerequisites did not hold', () => {
  const stale = { kind: 'prerequisite-failed', rcode: 'NXRRSET' } as const;

  test('the first time has the changes read, and is planned again at once', async () => {
    expect(await settle(stale)).toMatchObject({
      alone: undefined,
      waiting: units,
      due: 'incremental',
      events: [],
    });
  });

  test('the second time has the whole zone read, after a while', async () => {
    const { alone, waiting, due, events, apart } = await settle(stale, { before: 1 });
    expect([alone, waiting, due, apart]).toEqual([undefined, units, 'full', []]);
    expect(events).toMatchObject(failed(stale, 3));
  });

  test('the third time is halved, until the one that is at fault stands alone', async () => {
    const { alone, apart, due } = await settle(stale, { before: 2 });
    expect([alone, apart, due]).toEqual([undefined, [units.slice(0, 2), units.slice(2)], 'incremental']);
    expect((await settle(stale, { before: 2, services: 1 })).alone).toBe(units[0]);
  });
});

describe('a message that was refused', () => {
  test.each<[UpdateOutcome['kind'], number]>([
    ['refused', 0],
    ['rejected', 0],
    ['server-failure', 1],
  ])('as %s is halved where the zone takes others', async (kind, operations) => {
    const outcome = { kind, rcode: 'FORMERR' } as UpdateOutcome;
    const { alone, apart, sent, refusals, events } = await settle(outcome);
    expect([alone, apart, refusals, events]).toEqual([undefined, [units.slice(0, 2), units.slice(2)], 0, []]);
    expect(sent[0]?.operations).toHaveLength(operations);
    expect(sent[0]?.prerequisites).toMatchObject([{ kind: 'rrset-equals', name: '_k8s-bind.k8s.example.' }]);
    expect((await settle(outcome, { services: 1 })).alone).toBe(units[0]);
  });

  test.each<[UpdateOutcome, string, number]>([
    [{ kind: 'refused' }, 'no', 1],
    [{ kind: 'server-failure' }, 'no', 1],
    [{ kind: 'unknown', reason: 'cut' }, 'incremental', 0],
    [{ kind: 'prerequisite-failed', rcode: 'NXRRSET' }, 'incremental', 0],
  ])('waits as a whole where the zone answers others with %o', async (probe, due, refusals) => {
    const settled = await settle({ kind: 'refused' }, { probe });
    expect(settled).toMatchObject({ alone: undefined, waiting: units, apart: [], due, refusals });
    expect(settled.events).toMatchObject(failed(probe, 3));
  });
});

test.each<[UpdateOutcome, string]>([
  [{ kind: 'unknown', reason: 'cut' }, 'incremental'],
  [{ kind: 'not-authoritative', rcode: 'NOTAUTH' }, 'no'],
  [{ kind: 'tsig-error', error: 'BADKEY' }, 'no'],
  [{ kind: 'unreachable', reason: 'away' }, 'no'],
])('a message that is answered with %o waits as it is', async (outcome, due) => {
  const { alone, waiting, apart, events, sent, context, due: read } = await settle(outcome);
  expect([alone, waiting, apart, sent, read]).toEqual([undefined, units, [], [], due]);
  expect(events).toMatchObject(failed(outcome, 3));
  expect(context.ledger.totalRecords()).toBe(0);
  const [unit] = units;
  expect(unit && context.queue.get(unit)?.seenMs).toBe(0);
});
