import { expect, test } from 'vitest';
import { createTimeLimit } from '../../../src/render/timeLimit.ts';

const inTime = createTimeLimit(50);

const endless = (): never => {
  for (;;);
};

test.each<[string, () => unknown]>([
  ['a loop', endless],
  ['a pattern', () => /^(a|a)*$/.test(`${'a'.repeat(60)}b`)],
  ['a sort', () => Float64Array.from({ length: 2_000_000 }, Math.random).sort(() => Math.random() - 0.5)],
])('%s that takes longer is stopped where it stands', (_, run) => {
  expect(() => inTime(run)).toThrow('time limit exceeded');
});

test('what ends in time is returned, and what it throws is thrown', () => {
  expect(inTime(() => 7)).toBe(7);
  expect(() =>
    inTime(() => {
      throw new RangeError('x');
    }),
  ).toThrow(RangeError);
});

test('after one that was stopped the next has all of its time', () => {
  expect(() => inTime(endless)).toThrow();
  expect(inTime(() => 'next')).toBe('next');
});
