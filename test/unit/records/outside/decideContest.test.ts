import { expect, test } from 'vitest';
import { objectRefPath } from '../../../../src/model/objectRef.ts';
import { decideContest } from '../../../../src/records/outside/decideContest.ts';

const service = (createdMs: number, namespace: string, kind = 'Service') => ({
  createdMs,
  origin: { kind, namespace, name: 'web' },
});

const winnerOf = (...candidates: readonly ReturnType<typeof service>[]) => {
  const winner = decideContest(candidates)?.winner;
  return winner && objectRefPath(winner.origin);
};

test('the older Service keeps a disputed name', () => {
  expect(winnerOf(service(2, 'a'), service(1, 'b'))).toBe('Service/b/web');
});

test('of equally old Services the first by namespace and name keeps it', () => {
  expect(winnerOf(service(1, 'b'), service(1, 'a'))).toBe('Service/a/web');
});

test('of equally old objects the first by kind keeps it', () => {
  expect(winnerOf(service(1, 'a'), service(1, 'b', 'Ingress'))).toBe('Ingress/b/web');
});

test('a Service of unknown age is the youngest', () => {
  expect(winnerOf(service(0, 'a'), service(9, 'b'))).toBe('Service/b/web');
});

test('the others are told in order, and nobody wins where nobody asks', () => {
  const candidates = ['c', 'a', 'b'].map((namespace) => service(1, namespace));
  expect(decideContest(candidates)?.losers.map(({ origin }) => origin.namespace)).toEqual(['b', 'c']);
  expect(decideContest([])).toBeUndefined();
});
