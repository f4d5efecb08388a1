import { expect, test } from 'vitest';
import { brokenPromise } from './brokenPromise.ts';
import { readCorpus } from './corpus.ts';
import { targets } from './targets.ts';

const corpora = targets.map((target) => ({ target, corpus: readCorpus(target.name) }));

test.each(corpora)('$target.name keeps its promises for each input of its corpus', ({ target, corpus }) => {
  expect(corpus.size).toBeGreaterThan(0);
  const broken = [...corpus].map(([file, input]) => ({ file, fault: brokenPromise(target, input) }));

  expect(broken.filter(({ fault }) => fault !== undefined)).toEqual([]);
});

test('what is kept of all is small', () => {
  const octets = corpora.flatMap(({ corpus }) => [...corpus.values()].map((input) => input.length));

  expect(octets.reduce((sum, each) => sum + each, 0)).toBeLessThan(500_000);
});
