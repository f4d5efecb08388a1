import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { confirmWritten, type UnitChanges } from '../../../../src/controller/read/confirmWritten.ts';
import type { ResourceRecord, Rrset } from '../../../../src/dns/rrset.ts';
import type { TransferResult } from '../../../../src/server/zoneClient.ts';
import { applyRecord, emptyMirror, type Mirror } from '../../../../src/zone/mirror.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';
import { forwardLayout } from '../../../../src/zone/zoneLayout.ts';
import { testContext } from '../../../support/testContext.ts';

const zone = 'k8s.example.';
const unit = objectUnit('ns/web');
const record = (rdata: string, name = `web.ns.svc.${zone}`, ttlSeconds = 30): ResourceRecord => ({
  name,
  type: 'A',
  ttlSeconds,
  rdata,
});
const [one, two, three] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((rdata) => record(rdata)) as [
  ResourceRecord,
  ResourceRecord,
  ResourceRecord,
];
const rrset = (...records: readonly ResourceRecord[]): Rrset => ({
  name: `web.ns.svc.${zone}`,
  type: 'A',
  ttlSeconds: 30,
  rdatas: records.map(({ rdata }) => rdata),
});

const mirrorOf = (records: readonly ResourceRecord[]): Mirror => {
  const mirror = emptyMirror(forwardLayout(zone, { podNames: false }));
  for (const each of records) applyRecord(mirror, 'add', each);
  return mirror;
};

type Given = {
  readonly written?: readonly ResourceRecord[];
  readonly there: readonly ResourceRecord[];
  readonly changes?: readonly (readonly ['add' | 'remove', ResourceRecord])[];
  /** It was not written since the last reading. */
  readonly isOld?: boolean;
  readonly hadOmissions?: boolean;
  readonly isRefused?: boolean;
  /** What another transfer says. */
  readonly result?: TransferResult;
};

const complete: TransferResult = { kind: 'complete', mode: 'full', serial: 9 };

/** What becomes of a unit of the territory that was written and is read back. */
const confirm = async ({
  written = [one, two],
  there,
  changes = [],
  isOld = false,
  hadOmissions = false,
  isRefused = false,
  result = complete,
}: Given) => {
  let reads = 0;
  const { context, events } = testContext({
    transfer: async (_from, sink) => {
      reads += 1;
      sink.begin('full');
      for (const each of there) sink.record('add', each);
      return result;
    },
  });
  context.ledger.setSource(unit, { kind: 'listed', rrsets: [rrset(...written)] }, written.length);
  if (!isOld) context.ledger.doubt(unit);
  if (hadOmissions) context.quarantine.tolerate(unit);
  if (isRefused) context.quarantine.refuse(unit, { kind: 'refused' });
  context.schedule.noteWritten();
  const mirror = mirrorOf(there);
  context.standing.see(mirror);
  const seen: UnitChanges = new Map();
  for (const [change, changed] of changes)
    seen.set(unit, [...(seen.get(unit) ?? []), { change, record: changed }]);
  if (isOld && changes.length === 0) seen.set(unit, []);
  await confirmWritten(context, mirror, seen);
  const isTolerated = context.quarantine.hasOmissions(unit);
  const { ledger, queue } = context;
  return {
    reads,
    isTolerated,
    records: ledger.records(unit),
    waits: queue.get(unit)?.reason,
    events,
    context,
  };
};

describe('a Service that was written', () => {
  test('is as it should be: nothing is done, and nothing is read again', async () => {
    expect(await confirm({ there: [one, two] })).toMatchObject({ reads: 0, records: 2, waits: undefined });
  });

  test('has lost a record to another writer, as the changes show: it is healed', async () => {
    const { reads, records, waits, isTolerated } = await confirm({
      there: [one],
      changes: [
        ['add', one],
        ['add', two],
        ['remove', two],
      ],
    });
    expect([reads, records, waits, isTolerated]).toEqual([0, 1, 'changed', false]);
  });

  test('has got one of another writer, as the changes show: it is healed', async () => {
    const { reads, records, waits } = await confirm({ there: [one, two, three], changes: [['add', three]] });
    expect([reads, records, waits]).toEqual([0, 3, 'changed']);
  });

  test('has lost all: there is nothing, and it is written again', async () => {
    const { reads, records, waits } = await confirm({
      there: [],
      changes: [
        ['remove', one],
        ['remove', two],
      ],
    });
    expect([reads, records, waits]).toEqual([0, 0, 'changed']);
  });

  test('is other than the changes say: the zone is read once more, and what the server omitted is known', async () => {
    const { reads, records, waits, isTolerated } = await confirm({ there: [one], changes: [['add', one]] });
    expect([reads, records, waits, isTolerated]).toEqual([1, 1, 'changed', true]);
  });

  test('is other without any change, and was written: the server has omitted it', async () => {
    const { reads, isTolerated, context } = await confirm({ there: [one] });
    expect([reads, isTolerated]).toEqual([1, true]);
    expect(context.standing.mirror()?.serial).toBe(9);
  });

  test('was not written since: it is no omission of the server', async () => {
    const { reads, isTolerated, waits } = await confirm({ there: [one], isOld: true });
    expect([reads, isTolerated, waits]).toEqual([1, false, 'changed']);
  });

  test('lacks nothing, and has more than the changes say: the server has omitted nothing', async () => {
    const { reads, isTolerated, waits } = await confirm({ there: [one, two, three] });
    expect([reads, isTolerated, waits]).toEqual([1, false, 'changed']);
  });

  test('of which the server had omitted records is whole again, as it was written now', async () => {
    const whole = await confirm({ there: [one, two], hadOmissions: true });
    expect([whole.isTolerated, whole.waits]).toEqual([false, undefined]);
    const unwritten = await confirm({ there: [one, two], hadOmissions: true, isOld: true });
    expect(unwritten.isTolerated).toBe(true);
  });

  test('and was refused is so still, when nothing was omitted', async () => {
    const { context } = await confirm({ there: [one, two], isRefused: true });
    expect(context.quarantine.units().size).toBe(1);
  });

  test('is waited for no more, and one that holds nothing has no source', async () => {
    const { context } = await confirm({
      there: [],
      changes: [
        ['remove', one],
        ['remove', two],
      ],
    });
    expect(context.schedule.readBackAtMs()).toBeUndefined();
    expect([context.ledger.source(unit), context.ledger.sources().size]).toEqual([undefined, 0]);
  });

  test('cannot be read once more: it is compared again, and nothing is concluded', async () => {
    const result: TransferResult = { kind: 'unreachable', reason: 'away' };
    const { records, waits, isTolerated, events } = await confirm({ there: [one], result });
    expect([records, waits, isTolerated]).toEqual([2, undefined, false]);
    expect(events).toMatchObject([{ kind: 'read-failed', failure: result }]);
  });
});

test('many units are confirmed by and by, so that everything else has its turn', async () => {
  const world = testContext();
  let nowMs = 0;
  const context = { ...world.context, nowMs: () => (nowMs += 20) };
  for (const at of [1, 2, 3]) context.ledger.doubt(objectUnit(`ns/s${at}`));
  let isDone = false;
  const confirming = (async () => {
    await confirmWritten(context, mirrorOf([]), new Map());
    isDone = true;
  })();
  await turn();
  expect(isDone).toBe(false);
  await confirming;
});
