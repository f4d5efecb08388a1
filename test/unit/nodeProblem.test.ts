import { expect, it } from 'vitest';
import { nodeProblem } from '../../src/nodeProblem.ts';

it.each(['22.19.0', '22.20.1', '23.0.0', '24.21.0', '100.0.0'])('Node %s runs the program', (found) => {
  expect(nodeProblem(found, '>=22.19')).toBeUndefined();
});

it.each(['22.18.9', '22.2.0', '20.20.2', '9.99.0'])(
  'Node %s is too old, which is said in a line',
  (found) => {
    expect(nodeProblem(found, '>=22.19')).toBe(`needs Node ≥ 22.19, found ${found}`);
  },
);
