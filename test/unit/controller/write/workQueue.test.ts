import { expect, test } from 'vitest';
import { createWorkQueue } from '../../../../src/controller/write/workQueue.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';

const web = objectUnit('default/web');
const api = objectUnit('default/api');
const www = nameUnit('www.z.');

test('a unit that waits already keeps its place and the earlier moment', () => {
  const queue = createWorkQueue();
  queue.add(web, { seenMs: 5, reason: 'changed' });
  queue.add(api, { seenMs: 6, reason: 'changed' });
  queue.add(web, { seenMs: 3, reason: 'changed' });
  queue.add(api, { seenMs: 9, reason: 'changed' });
  expect([...queue.units()]).toEqual([web, api]);
  expect(queue.get(web)?.seenMs).toBe(3);
  expect(queue.get(api)?.seenMs).toBe(6);
});

test.each([
  ['drift', 'drift', 'drift'],
  ['drift', 'changed', 'changed'],
  ['changed', 'drift', 'changed'],
] as const)('%s and then %s counts as %s', (first, second, reason) => {
  const queue = createWorkQueue();
  queue.add(web, { seenMs: 1, reason: first });
  queue.add(web, { seenMs: 2, reason: second });
  expect(queue.get(web)).toEqual({ seenMs: 1, reason });
});

test('groups are taken one after the other, the last ones set apart first, without units that wait no more', () => {
  const queue = createWorkQueue();
  for (const unit of [web, api, www]) queue.add(unit, { seenMs: 1, reason: 'changed' });
  queue.setApart([web, api], [www]);
  queue.setApart([api]);
  queue.remove(web);
  expect(queue.takeGroup()).toEqual([api]);
  expect(queue.takeGroup()).toEqual([api]);
  queue.remove(www);
  expect(queue.takeGroup()).toBeUndefined();
  expect(queue.groups()).toEqual([]);
});

test('what was taken is pending until its end is known, and counts once when it waits again meanwhile', () => {
  const queue = createWorkQueue();
  for (const unit of [web, api]) queue.add(unit, { seenMs: 1, reason: 'changed' });
  queue.take(web);
  expect([...queue.units()]).toEqual([api]);
  expect([...queue.pendingUnits()].sort()).toEqual([api, web]);
  expect(queue.pending()).toBe(2);
  queue.add(web, { seenMs: 2, reason: 'changed' });
  expect(queue.pending()).toBe(2);
  queue.landed(web);
  queue.remove(api);
  expect([...queue.pendingUnits()]).toEqual([web]);
  expect(queue.pending()).toBe(1);
});

test('a unit is pending while it waits and while it is under way', () => {
  const queue = createWorkQueue();
  queue.add(web, { seenMs: 1, reason: 'changed' });
  expect([queue.isPending(web), queue.isUnderWay(web), queue.isPending(api)]).toEqual([true, false, false]);
  queue.take(web);
  expect([queue.isPending(web), queue.isUnderWay(web), queue.size()]).toEqual([true, true, 0]);
  queue.landed(web);
  expect([queue.isPending(web), queue.isUnderWay(web)]).toEqual([false, false]);
});

test.each([
  { first: undefined, second: 5, known: 5 },
  { first: 5, second: undefined, known: 5 },
  { first: 5, second: 7, known: 5 },
  { first: 7, second: 5, known: 5 },
  { first: undefined, second: undefined, known: undefined },
])(
  'endpoints that changed at $first and then at $second have changed at $known',
  ({ first, second, known }) => {
    const queue = createWorkQueue();
    queue.add(web, { seenMs: 1, reason: 'changed', changedMs: first });
    queue.add(web, { seenMs: 2, reason: 'changed', changedMs: second });
    expect(queue.get(web)?.changedMs).toBe(known);
  },
);
