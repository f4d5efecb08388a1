import { expect, test } from 'vitest';
import { leftOutOf } from '../../../../src/controller/desired/leftOutOf.ts';

test('what lies outside of the networks is counted by addresses and by objects', () => {
  const leftOut = new Map([
    ['shop/a', 2],
    ['shop/b', 3],
  ]);
  expect(leftOutOf({ leftOut: () => leftOut })).toEqual({ leftOut: { addresses: 5, objects: 2 } });
});

test('where nothing does there is nothing to say', () => {
  expect(leftOutOf({ leftOut: () => new Map() })).toEqual({});
});
