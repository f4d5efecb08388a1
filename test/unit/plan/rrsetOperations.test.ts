import { expect, test } from 'vitest';
import type { Rrset } from '../../../src/dns/rrset.ts';
import { changesBetween } from '../../../src/plan/rrsetChange.ts';
import { rrsetOperations } from '../../../src/plan/rrsetOperations.ts';

const a = (from: number, count: number, ttlSeconds = 30): Rrset => ({
  name: 'web.svc.z.',
  type: 'A',
  ttlSeconds,
  rdatas: Array.from({ length: count }, (_, at) => `10.0.0.${from + at}`),
});

/** How one RRset becomes another: what is deleted, and what is added. */
const between = (before: Rrset | undefined, after: Rrset | undefined) => {
  const operations = rrsetOperations(changesBetween(before ? [before] : [], after ? [after] : []));
  const kinds = operations.map(({ kind }) => kind);
  expect(kinds).toEqual(kinds.toSorted((x, y) => Number(x === 'add') - Number(y === 'add')));
  return {
    whole: kinds.filter((kind) => kind === 'delete-rrset').length,
    deleted: operations.flatMap((one) => (one.kind === 'delete-record' ? [one.rdata] : [])),
    added: operations.flatMap((one) => (one.kind === 'add' ? [`${one.rdata} ${one.ttlSeconds}`] : [])),
  };
};

const added = ({ rdatas, ttlSeconds }: Rrset) => rdatas.map((rdata) => `${rdata} ${ttlSeconds}`);

test('what is told of an RRset is whether it comes, goes or becomes another', () => {
  const other: Rrset = { ...a(1, 1), name: 'api.svc.z.' };
  expect(changesBetween([], [a(1, 2)])).toEqual([{ kind: 'create', after: a(1, 2) }]);
  expect(changesBetween([a(1, 2)], [])).toEqual([{ kind: 'delete', before: a(1, 2) }]);
  expect(changesBetween([a(1, 2)], [a(1, 1)])).toEqual([
    { kind: 'replace', before: a(1, 2), after: a(1, 1) },
  ]);
  expect(changesBetween([a(1, 2)], [a(1, 2, 5), other])).toEqual([
    { kind: 'replace', before: a(1, 2), after: a(1, 2, 5) },
    { kind: 'create', after: other },
  ]);
});

test('an RRset of up to sixteen records is replaced whole, whichever side has them', () => {
  for (const [before, after] of [
    [a(1, 16), a(1, 15)],
    [a(1, 15), a(1, 16)],
    [a(1, 16), a(1, 16, 5)],
  ] as const)
    expect(between(before, after)).toEqual({ whole: 1, deleted: [], added: added(after) });
});

test('a longer one changes record by record', () => {
  expect(between(a(1, 17), a(1, 16))).toEqual({ whole: 0, deleted: ['10.0.0.17'], added: [] });
  expect(between(a(1, 16), a(1, 17))).toEqual({ whole: 0, deleted: [], added: ['10.0.0.17 30'] });
  expect(between(a(1, 40), a(2, 40))).toEqual({
    whole: 0,
    deleted: ['10.0.0.1'],
    added: ['10.0.0.41 30'],
  });
});

test('a longer one is replaced whole where that is fewer operations', () => {
  // 20 of 40 go and as many come: 40 single ones, and 41 to start anew.
  expect(between(a(1, 40), a(21, 40)).whole).toBe(0);
  // 21 each: 42.
  expect(between(a(1, 40), a(22, 40))).toEqual({ whole: 1, deleted: [], added: added(a(22, 40)) });
  // 21 of 41 go, nothing comes: 21 either way.
  expect(between(a(1, 41), a(1, 20))).toMatchObject({ whole: 0, added: [] });
  expect(between(a(1, 42), a(1, 20))).toEqual({ whole: 1, deleted: [], added: added(a(1, 20)) });
});

test('a longer one with a new TTL and no new record has one that goes and comes again', () => {
  expect(between(a(1, 20), a(1, 20, 5))).toEqual({
    whole: 0,
    deleted: ['10.0.0.1'],
    added: ['10.0.0.1 5'],
  });
  expect(between(a(1, 20), a(1, 19, 5))).toEqual({
    whole: 0,
    deleted: ['10.0.0.20', '10.0.0.1'],
    added: ['10.0.0.1 5'],
  });
  // A new record brings the TTL with it.
  expect(between(a(1, 20), a(1, 21, 5))).toEqual({ whole: 0, deleted: [], added: ['10.0.0.21 5'] });
});

test('what comes or goes as a whole is added, or deleted with one operation', () => {
  expect(between(undefined, a(1, 20))).toEqual({ whole: 0, deleted: [], added: added(a(1, 20)) });
  expect(between(a(1, 20), undefined)).toEqual({ whole: 1, deleted: [], added: [] });
});
