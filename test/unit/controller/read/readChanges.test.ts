import { expect, test } from 'vitest';
import { performStep } from '../../../../src/controller/performStep.ts';
import { readChanges } from '../../../../src/controller/read/readChanges.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';
import { testContext } from '../../../support/testContext.ts';

test.each([
  ['that makes no sense is followed by the whole zone', true, 'full'],
  ['that was cut is asked for again', undefined, 'incremental'],
] as const)('an IXFR %s', async (_what, isMalformed, next) => {
  const failure = { kind: 'unknown', reason: 'x', ...(isMalformed && { isMalformed }) } as const;
  const { context } = testContext({ transfer: async () => failure });
  context.schedule.doubt('incremental');
  await readChanges(context);
  expect(context.schedule.readDue()).toBe(next);
});

test.each([
  ['and an update was taken since: the zone went back, and is read as a whole', true, 'full'],
  ['and nothing was written: it is as it was', false, 'no'],
] as const)('the serial is the one that is known, %s', async (_what, isWritten, next) => {
  const { context } = testContext({
    transfer: async () => ({ kind: 'complete', mode: 'unchanged', serial: 0 }),
  });
  if (isWritten) context.schedule.noteWritten();
  await readChanges(context);
  expect(context.schedule.readDue()).toBe(next);
});

test.each([
  ['neither among the changes nor there: they are of another history', false, 'full'],
  ['among the changes', true, 'no'],
] as const)('what the server took is %s', async (_what, isThere, next) => {
  const record = {
    name: 'web.default.svc.k8s.example.',
    type: 'A',
    ttlSeconds: 30,
    rdata: '10.96.0.1',
  } as const;
  const { context } = testContext({
    transfer: async (_from, sink) => {
      sink.begin('incremental');
      if (isThere) sink.record('add', record);
      return { kind: 'complete', mode: 'incremental', serial: 9 };
    },
  });
  const { ttlSeconds, rdata, ...at } = record;
  const unit = objectUnit('default/web');
  context.ledger.setSource(unit, { kind: 'listed', rrsets: [{ ...at, ttlSeconds, rdatas: [rdata] }] }, 1);
  context.ledger.doubt(unit);
  await readChanges(context);
  expect(context.schedule.readDue()).toBe(next);
});

test('changes that leave two claims are of another history, and decide nothing: the whole zone is read', async () => {
  const { context } = testContext({
    transfer: async (_from, sink) => {
      sink.begin('incremental');
      sink.record('add', {
        name: '_k8s-bind.k8s.example.',
        type: 'TXT',
        ttlSeconds: 60,
        rdata: '"k8s-bind=1" "owner=test" "epoch=2" "territory=svc,dns-version" "holder=there/2"',
      });
      return { kind: 'complete', mode: 'incremental', serial: 9 };
    },
  });
  const end = await performStep(
    context,
    { kind: 'read-changes' },
    {
      absorb: async () => undefined,
      sleep: async () => undefined,
      wake: () => undefined,
    },
  );
  expect([end, context.schedule.readDue(), context.standing.claim()?.claim.epoch]).toEqual([
    undefined,
    'full',
    1,
  ]);
});
