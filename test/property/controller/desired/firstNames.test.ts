import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFirstNames } from '../../../../src/controller/desired/firstNames.ts';
import { compareNames } from '../../../../src/dns/compareNames.ts';

const name = fc
  .array(fc.constantFrom('a', 'b', 'c', '*'), { minLength: 1, maxLength: 4 })
  .map((labels) => `${labels.join('.')}.`);

const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), name }),
  fc.record({ kind: fc.constant('remove' as const), name }),
  fc.record({ kind: fc.constant('limit' as const), most: fc.integer({ min: 0, max: 8 }) }),
);

const labelsIn = (name: string): number => name.replace(/^\*\./, '').split('.').length;

const firstOf = (names: ReadonlySet<string>, most: number): readonly string[] =>
  [...names].sort((a, b) => labelsIn(a) - labelsIn(b) || compareNames(a, b)).slice(0, most);

test('the chosen are the first of all, and every change of them is reported', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 }), fc.array(step, { maxLength: 80 }), (most, steps) => {
      const first = createFirstNames(most);
      const all = new Set<string>();
      let room = most;
      for (const next of steps) {
        const before = firstOf(all, room);
        if (next.kind === 'add') all.add(next.name);
        else if (next.kind === 'remove') all.delete(next.name);
        else room = next.most;
        const changed = next.kind === 'limit' ? first.limit(next.most) : first[next.kind](next.name);
        const after = firstOf(all, room);
        expect(first.names()).toEqual(after);
        expect(first.isOver()).toBe(all.size > room);
        for (const one of all) expect(first.has(one)).toBe(after.includes(one));
        const differing = [...before, ...after].filter((one) => before.includes(one) !== after.includes(one));
        expect(changed).toEqual(expect.arrayContaining(differing));
      }
    }),
    { numRuns: 300 },
  );
});

test('a name that comes and goes beyond the first for ever takes no memory', () => {
  const first = createFirstNames(1);
  first.add('a.');
  for (let times = 0; times < 200_000; times += 1) {
    first.add('b.');
    first.remove('b.');
  }
  const startedMs = performance.now();
  first.remove('a.');
  expect(first.names()).toEqual([]);
  expect(performance.now() - startedMs).toBeLessThan(50);
});
