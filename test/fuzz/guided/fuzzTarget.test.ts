import { ok } from 'node:assert/strict';
import { expect, test } from 'vitest';
import { seedFrom } from '../../support/seed.ts';
import { openCoverage } from './coverage.ts';
import { fuzzTarget } from './fuzzTarget.ts';
import type { Target } from './target.ts';
import { textTarget } from './textTarget.ts';

const coverage = openCoverage();
const { parseSelector } = await import('../../../src/records/parseSelector.ts');

const fuzz = (target: Target, seed: number) =>
  fuzzTarget({
    target,
    kept: [],
    inputs: 20_000,
    random: seedFrom(seed),
    coverage,
    watch: () => undefined,
  });

/** Reads a selector, and promises what it cannot keep. */
const breaking = (holds: (text: string) => boolean): Target =>
  textTarget({
    seeds: ['app=web,tier!=test'],
    words: 'good bad in ( )',
    check: (text) => {
      parseSelector(text);
      ok(holds(text));
    },
  });

test.each([1, 77, 1_000, 3_333, 12_345])(
  'an input that breaks a promise is found and shortened, after %i others',
  (others) => {
    let tried = 0;
    const target = breaking((text) => {
      tried += 1;
      return tried <= others || !text.includes('bad');
    });

    const { failure } = fuzz(target, 1);

    expect(failure?.input.toString()).toBe('bad');
    expect(failure?.message).toContain('AssertionError');
  },
);

test('where nothing is broken nothing is told', () => {
  expect(
    fuzz(
      breaking(() => true),
      1,
    ).failure,
  ).toBeUndefined();
});

test('what takes more than its length is told, with the part that was repeated', () => {
  const target = breaking((text) => {
    let found = 0;
    for (let one = 0; one < text.length; one += 16)
      for (let other = 0; other < text.length; other += 16) if (text[one] === text[other]) found += 1;
    return found >= 0;
  });

  expect(fuzz(target, 1).failure?.message).toContain('takes more than its length');
});
