import { expect, test } from 'vitest';
import { objectRefPath } from '../../../../src/model/objectRef.ts';
import { rankContenders } from '../../../../src/records/outside/rankContenders.ts';

const service = (createdMs: number, namespace: string, kind = 'Service') => ({
  createdMs,
  origin: { kind, namespace, name: 'web' },
});

const winnerOf = (...candidates: readonly ReturnType<typeof service>[]) => {
  const [winner] = rankContenders(candidates);
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

test('the others come after it in order, and nobody comes to a name that nobody requests', () => {
  const candidates = ['c', 'a', 'b'].map((namespace) => service(1, namespace));
  expect(rankContenders(candidates).map(({ origin }) => origin.namespace)).toEqual(['a', 'b', 'c']);
  expect(rankContenders([])).toEqual([]);
});
