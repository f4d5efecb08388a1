import { expect, test } from 'vitest';
import { brokenPromise } from './brokenPromise.ts';
import { readCorpus } from './corpus.ts';
import { targets } from './targets.ts';

const corpora = targets.map(({ name, load }) => ({ name, load, corpus: readCorpus(name) }));

test.each(corpora)('$name keeps its promises for each input of its corpus', async ({ load, corpus }) => {
  expect(corpus.size).toBeGreaterThan(0);
  const target = await load();
  const broken = [...corpus].map(([file, input]) => ({ file, fault: brokenPromise(target, input) }));

  expect(broken.filter(({ fault }) => fault !== undefined)).toEqual([]);
});

test('what is kept of all is small', () => {
  const octets = corpora.flatMap(({ corpus }) => [...corpus.values()].map((input) => input.length));

  expect(octets.reduce((sum, each) => sum + each, 0)).toBeLessThan(500_000);
});
