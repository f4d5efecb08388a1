import { describe, expect, test } from 'vitest';
import { createFirstNames } from '../../../../src/controller/desired/firstNames.ts';

const count = 60;
const inOrder = Array.from({ length: count }, (_, at) => `n${String(at).padStart(2, '0')}.`);
/** Each once, in an order that jumps about. */
const shuffled = inOrder.map((_, at) => inOrder[(at * 23) % count] ?? '');

describe('names beyond the first', () => {
  test('come in one after the other in their order, whatever order they came in', () => {
    const first = createFirstNames(0);
    for (const name of shuffled) expect(first.add(name)).toEqual([]);
    for (let most = 1; most <= count; most += 1) expect(first.limit(most)).toEqual([inOrder[most - 1]]);
    expect([first.names(), first.isOver()]).toEqual([inOrder, false]);
  });

  test('go out one after the other from the last, and come in again', () => {
    const first = createFirstNames(count);
    for (const name of shuffled) expect(first.add(name)).toEqual([name]);
    expect(first.limit(count - 3)).toEqual(inOrder.slice(-3).toReversed());
    expect(first.names()).toEqual(inOrder.slice(0, -3));
    expect(first.limit(count)).toEqual(inOrder.slice(-3));
  });

  test('come in without those that have gone meanwhile', () => {
    const first = createFirstNames(1);
    for (const name of inOrder) first.add(name);
    const gone = inOrder.filter((_, at) => at > 0 && at % 6 !== 0);
    for (const name of gone) expect(first.remove(name)).toEqual([]);
    for (const name of ['x1.', 'x2.', 'x3.']) first.add(name);
    const there = [...inOrder.filter((name) => !gone.includes(name)), 'x1.', 'x2.', 'x3.'];
    for (const [at, name] of there.entries()) {
      const next = there[at + 1];
      expect(first.names()).toEqual([name]);
      expect(first.remove(name)).toEqual(next === undefined ? [name] : [name, next]);
    }
    expect([first.names(), first.isOver()]).toEqual([[], false]);
  });

  test('push the last out when one before it comes, and all of that is told', () => {
    const first = createFirstNames(2);
    first.add('b.');
    first.add('d.');
    expect(first.add('c.')).toEqual(['c.', 'd.']);
    expect(first.remove('b.')).toEqual(['b.', 'd.']);
    expect(first.add('d.')).toEqual([]);
    expect(first.add('c.')).toEqual([]);
    expect(first.remove('z.')).toEqual([]);
  });
});

test('names with fewer labels come first, an asterisk in front is none, and then those before in the tree', () => {
  const first = createFirstNames(9);
  for (const name of ['a.b.c.', '*.d.c.', 'c.', 'z.c.', '*.a.b.c.']) first.add(name);
  expect(first.names()).toEqual(['c.', '*.d.c.', 'z.c.', 'a.b.c.', '*.a.b.c.'].sort(byLabels));
});

const labelsIn = (name: string): number => name.replace(/^\*\./, '').split('.').length;
const reversed = (name: string): string => name.split('.').toReversed().join('.');
const byLabels = (a: string, b: string): number =>
  labelsIn(a) - labelsIn(b) || (reversed(a) < reversed(b) ? -1 : 1);
