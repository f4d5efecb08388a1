import { expect, test } from 'vitest';
import { compareNames } from '../../../src/dns/compareNames.ts';

test('the order of RFC 4034 §6.1 comes out of any order', () => {
  const ordered = [
    '.',
    'example.',
    'a.example.',
    'yljkjljk.a.example.',
    'z.a.example.',
    'zabc.a.example.',
    'z.example.',
    String.raw`\001.z.example.`,
    '*.z.example.',
    String.raw`\200.z.example.`,
  ];

  expect([...ordered].reverse().sort(compareNames)).toEqual(ordered);
  expect(ordered.toSorted()).not.toEqual(ordered);
});

test('a label sorts by what its escapes stand for, before one that it begins', () => {
  const ordered = [String.raw`a\001.x.`, String.raw`a\..x.`, 'a0.x.', 'aa.x.', 'aaa.x.', 'b.x.'];

  expect([...ordered].reverse().sort(compareNames)).toEqual(ordered);
});

test('an escaped dot ends no label, whichever of the two names has it', () => {
  const ordered = [String.raw`a\.b.example.`, '0.b.example.', 'a.b.example.'];

  expect([...ordered].reverse().sort(compareNames)).toEqual(ordered);
  expect(ordered.toSorted(compareNames)).toEqual(ordered);
});
