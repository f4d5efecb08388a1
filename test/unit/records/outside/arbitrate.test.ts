import { expect, test } from 'vitest';
import { arbitrate } from '../../../../src/records/outside/arbitrate.ts';

const winnerOf = (...candidates: readonly { readonly createdMs: number; readonly service: string }[]) =>
  arbitrate(candidates)?.winner.service;

test('the older Service keeps a disputed name', () => {
  expect(winnerOf({ createdMs: 2, service: 'a/web' }, { createdMs: 1, service: 'b/web' })).toBe('b/web');
});

test('of equally old Services the first by namespace and name keeps it', () => {
  expect(winnerOf({ createdMs: 1, service: 'b/web' }, { createdMs: 1, service: 'a/web' })).toBe('a/web');
});

test('a Service of unknown age is the youngest', () => {
  expect(winnerOf({ createdMs: 0, service: 'a/web' }, { createdMs: 9, service: 'b/web' })).toBe('b/web');
});

test('the others are told in order, and nobody wins where nobody asks', () => {
  const candidates = ['c/web', 'a/web', 'b/web'].map((service) => ({ createdMs: 1, service }));
  expect(arbitrate(candidates)?.losers.map(({ service }) => service)).toEqual(['b/web', 'c/web']);
  expect(arbitrate([])).toBeUndefined();
});
