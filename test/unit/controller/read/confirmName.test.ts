import { expect, test } from 'vitest';
import { confirmName, confirmWritten } from '../../../../src/controller/read/confirmWritten.ts';
import type { ResourceRecord } from '../../../../src/dns/rrset.ts';
import type { HeldName } from '../../../../src/zone/heldName.ts';
import { applyRecord, emptyMirror, type Mirror } from '../../../../src/zone/mirror.ts';
import { nameUnit, type UnitKey } from '../../../../src/zone/unit.ts';
import { forwardLayout } from '../../../../src/zone/zoneLayout.ts';
import { testContext } from '../../../support/testContext.ts';

/** What becomes of a name outside the territory that was written and is read back. */

const zone = 'k8s.example.';
const name = `web.${zone}`;
const outside = nameUnit(name);
const record = (rdata: string): ResourceRecord => ({ name, type: 'A', ttlSeconds: 30, rdata });

const mirrorOf = (records: readonly ResourceRecord[]): Mirror => {
  const mirror = emptyMirror(forwardLayout(zone, { podNames: false }));
  for (const each of records) applyRecord(mirror, 'add', each);
  return mirror;
};

const held = (...records: readonly ResourceRecord[]): HeldName => ({
  records: records.map(({ type, ttlSeconds, rdata }) => ({ type, ttlSeconds, rdata })),
  others: [],
  marker: [],
});
const [first, second] = ['10.0.0.1', '10.0.0.2'].map((rdata) => record(rdata)) as [
  ResourceRecord,
  ResourceRecord,
];
const confirmOutside = async (
  expected: HeldName | undefined,
  there: readonly ResourceRecord[],
  changes: readonly (readonly ['add' | 'remove', ResourceRecord])[],
  hadOmissions = false,
) => {
  const { context } = testContext();
  if (hadOmissions) context.quarantine.tolerate(outside);
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

test('a name that is there as it was written: nothing is done', async () => {
  expect(await confirmOutside(held(first, second), [second, first], [['add', first]])).toEqual([
    false,
    undefined,
    0,
  ]);
});

test('a name that lacks a record that nobody removed: the server has omitted it', async () => {
  expect(await confirmOutside(held(first, second), [first], [['add', first]])).toEqual([true, 'changed', 0]);
});

test('a name that lacks a record that was there for a moment, or where something was removed: it is looked at again', async () => {
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

test('a name that lacks one of several that were changed, some of them removed: it is looked at again', async () => {
  const changes = [
    ['add', first],
    ['remove', record('10.0.0.3')],
  ] as const;
  expect(await confirmOutside(held(first, second), [first], changes)).toEqual([false, 'changed', 0]);
});

test('a name of which the server had omitted records is whole again', async () => {
  expect(await confirmOutside(held(first), [first], [['add', first]], true)).toEqual([false, undefined, 0]);
});

test('a name that was not written, though something is known to have been: it is looked at again', () => {
  const { context } = testContext();
  confirmName(context, { name, changes: [], wasWritten: false }, held(first), held(first));
  expect(context.queue.get(outside)?.reason).toBe('changed');
});

test('a name that was changed by another writer alone: it is looked at again', async () => {
  expect(await confirmOutside(undefined, [first], [['add', first]])).toEqual([false, 'changed', 0]);
});
