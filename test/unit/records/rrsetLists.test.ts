import { expect, test } from 'vitest';
import type { RecordType, Rrset } from '../../../src/dns/rrset.ts';
import { limitRrsets } from '../../../src/records/limitRrsets.ts';
import { compareRrsets, mergeRrsets } from '../../../src/records/mergeRrsets.ts';
import { sortedUnique } from '../../../src/records/sortedUnique.ts';

const rrset = (name: string, type: RecordType, rdatas: readonly string[] = ['x']): Rrset => ({
  name,
  type,
  ttlSeconds: 5,
  rdatas,
});

test('RRsets are in the order of their names, those of one name by type', () => {
  const ordered = [
    rrset('z.', 'A'),
    rrset('z.', 'AAAA'),
    rrset('z.', 'TXT'),
    rrset('a.z.', 'SRV'),
    rrset('b.a.z.', 'A'),
    rrset('b.z.', 'A'),
  ];
  expect(ordered.toReversed().sort(compareRrsets)).toEqual(ordered);
  expect(compareRrsets(rrset('z.', 'A'), rrset('z.', 'A'))).toBe(0);
});

test('two lists in order are merged into one in order, whichever ends first or is empty', () => {
  const [a, b, c, d] = ['a.z.', 'b.z.', 'c.z.', 'd.z.'].map((name) => rrset(name, 'A')) as [
    Rrset,
    Rrset,
    Rrset,
    Rrset,
  ];
  for (const [first, second] of [
    [
      [a, b],
      [c, d],
    ],
    [
      [c, d],
      [a, b],
    ],
    [
      [a, c],
      [b, d],
    ],
    [
      [b, d],
      [a, c],
    ],
    [[], [a, b, c, d]],
    [[a, b, c, d], []],
  ])
    expect(mergeRrsets(first ?? [], second ?? [])).toEqual([a, b, c, d]);
  // Of two that are at one place, the first list's comes first.
  const other = rrset('a.z.', 'A', ['y']);
  expect(mergeRrsets([a], [other])).toEqual([a, other]);
});

test('of more records than there is room for, addresses stay before SRV records, and what fits is whole', () => {
  const rrsets = [
    rrset('a.z.', 'SRV', ['1', '2']),
    rrset('b.z.', 'A', ['1', '2']),
    rrset('c.z.', 'TXT', ['1']),
  ];
  expect(limitRrsets(rrsets, 5)).toEqual({ rrsets, found: 5, kept: 5 });
  const four = limitRrsets(rrsets, 4);
  expect(four).toMatchObject({ found: 5, kept: 4 });
  expect(four.rrsets.map(({ name, rdatas }) => [name, rdatas.length])).toEqual([
    ['a.z.', 1],
    ['b.z.', 2],
    ['c.z.', 1],
  ]);
  expect(limitRrsets(rrsets, 3)).toEqual({ rrsets: rrsets.slice(1), found: 5, kept: 3 });
  expect(limitRrsets(rrsets, 0)).toEqual({ rrsets: [], found: 5, kept: 0 });
  expect(limitRrsets(rrsets, -2)).toEqual({ rrsets: [], found: 5, kept: 0 });
});

test('texts are sorted, each once, whatever their order was', () => {
  for (const texts of [
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
    ['a', 'a', 'b', 'c'],
    ['b', 'a', 'c', 'c'],
    ['a', 'c', 'b'],
  ])
    expect(sortedUnique(texts)).toEqual(['a', 'b', 'c']);
  expect(sortedUnique([])).toEqual([]);
});
