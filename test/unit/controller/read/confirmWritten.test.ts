import { describe, expect, test } from 'vitest';
import { confirmWritten, type UnitChanges } from '../../../../src/controller/read/confirmWritten.ts';
import type { ResourceRecord, Rrset } from '../../../../src/dns/rrset.ts';
import type { TransferResult } from '../../../../src/server/zoneClient.ts';
import type { HeldName } from '../../../../src/zone/heldName.ts';
import { applyRecord, emptyMirror, type Mirror } from '../../../../src/zone/mirror.ts';
import { nameUnit, objectUnit, type UnitKey } from '../../../../src/zone/unit.ts';
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

  test('cannot be read once more: it is compared again, and nothing is concluded', async () => {
    const result: TransferResult = { kind: 'unreachable', reason: 'away' };
    const { records, waits, isTolerated, events } = await confirm({ there: [one], result });
    expect([records, waits, isTolerated]).toEqual([2, undefined, false]);
    expect(events).toMatchObject([{ kind: 'read-failed', failure: result }]);
  });
});

describe('a name outside that was written', () => {
  const name = `web.${zone}`;
  const outside = nameUnit(name);
  const held = (...records: readonly ResourceRecord[]): HeldName => ({
    records: records.map(({ type, ttlSeconds, rdata }) => ({ type, ttlSeconds, rdata })),
    others: [],
    marker: [],
  });
  const [first, second] = ['10.0.0.1', '10.0.0.2'].map((rdata) => record(rdata, name)) as [
    ResourceRecord,
    ResourceRecord,
  ];
  const confirmOutside = async (
    expected: HeldName | undefined,
    there: readonly ResourceRecord[],
    changes: readonly (readonly ['add' | 'remove', ResourceRecord])[],
  ) => {
    const { context } = testContext();
    if (expected !== undefined) {
      context.ledger.acknowledge(name, expected, 2);
      context.ledger.doubt(outside);
    }
    const mirror = mirrorOf(there);
    context.standing.see(mirror);
    const seen: [UnitKey, { change: 'add' | 'remove'; record: ResourceRecord }[]] = [
      outside,
      changes.map(([change, changed]) => ({ change, record: changed })),
    ];
    await confirmWritten(context, mirror, new Map([seen]));
    return [
      context.quarantine.hasOmissions(outside),
      context.queue.get(outside)?.reason,
      context.ledger.records(outside),
    ];
  };

  test('is there as it was written: nothing is done', async () => {
    expect(await confirmOutside(held(first, second), [second, first], [['add', first]])).toEqual([
      false,
      undefined,
      0,
    ]);
  });

  test('lacks a record that nobody removed: the server has omitted it', async () => {
    expect(await confirmOutside(held(first, second), [first], [['add', first]])).toEqual([
      true,
      'changed',
      0,
    ]);
  });

  test('lacks a record that was there for a moment, or where something was removed: it is looked at again', async () => {
    expect(
      await confirmOutside(
        held(first, second),
        [first],
        [
          ['add', first],
          ['add', second],
        ],
      ),
    ).toEqual([false, 'changed', 0]);
    expect(await confirmOutside(held(first, second), [first], [['remove', second]])).toEqual([
      false,
      'changed',
      0,
    ]);
  });

  test('was changed by another writer alone: it is looked at again', async () => {
    expect(await confirmOutside(undefined, [first], [['add', first]])).toEqual([false, 'changed', 0]);
  });
});
