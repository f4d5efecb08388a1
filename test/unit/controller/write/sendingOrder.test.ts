import { expect, test } from 'vitest';
import { createForwardZone } from '../../../../src/controller/desired/createForwardZone.ts';
import { createMessagePace } from '../../../../src/controller/write/messagePace.ts';
import { sendingOrder } from '../../../../src/controller/write/sendingOrder.ts';
import { createWorkQueue } from '../../../../src/controller/write/workQueue.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { createTestStore } from '../../../support/testStore.ts';

test('what waits is sent as it came, and with a slow server what exists goes before what is gone', () => {
  const store = createTestStore();
  store.put('default/new', '10.96.0.1');
  const desired = createForwardZone({
    options: defaultRecordOptions('k8s.example.'),
    others: [],
    onProblems: () => undefined,
    onContest: () => undefined,
  });
  desired.put('default/new', store.snapshot('default/new'));
  const queue = createWorkQueue();
  const units = [
    objectUnit('default/old'),
    nameUnit('old.k8s.example.'),
    objectUnit('default/new'),
    nameUnit('new.k8s.example.'),
  ];
  for (const unit of units) queue.add(unit, { seenMs: 0, reason: 'changed' });
  const pace = createMessagePace(() => 0);
  expect([...sendingOrder({ queue, pace, desired })]).toEqual(units);
  pace.note(8_192, 10_000);
  expect([...sendingOrder({ queue, pace, desired })]).toEqual([...units.slice(2), ...units.slice(0, 2)]);
});
