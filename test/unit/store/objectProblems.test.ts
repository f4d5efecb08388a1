import { describe, expect, it } from 'vitest';
import { createObjectProblems } from '../../../src/store/objectProblems.ts';

const at = (name: string) => ({ resource: 'services', namespace: 'n', name }) as const;

/** Problems with a clock that a test moves, and what was said. */
const setup = () => {
  const clock = { nowMs: 0 };
  const said: string[] = [];
  const problems = createObjectProblems(
    ({ message }) => said.push(message),
    () => clock.nowMs,
  );
  return { clock, said, problems };
};

describe('problems of objects', () => {
  it('are said once, again when they change, and forgotten when they are fixed', () => {
    const { said, problems } = setup();
    problems.set(at('a'), ['odd']);
    problems.set(at('a'), ['odd']);
    problems.set(at('a'), ['odd', 'odder']);
    expect(said).toEqual(['odd', 'odd; odder']);
    problems.set(at('a'), []);
    expect(problems.list()).toEqual([]);
  });

  it('of one object are cut to ten', () => {
    const { said, problems } = setup();
    problems.set(
      at('a'),
      Array.from({ length: 5000 }, (_, index) => `port ${index}`),
    );
    expect(said[0]).toMatch(/^port 0; .*port 9; and 4990 more$/);
  });

  it('that change without end are said a thousand times, and then ten times a minute', () => {
    const { clock, said, problems } = setup();
    for (let index = 0; index < 50_000; index += 1) problems.set(at('a'), [`${index}`]);
    expect(said).toHaveLength(1000);
    clock.nowMs = 60_000;
    for (let index = 0; index < 50_000; index += 1) problems.set(at('a'), [`again ${index}`]);
    expect(said).toHaveLength(1010);
    expect(problems.list()).toEqual([{ ...at('a'), message: 'again 49999' }]);
  });

  it('are kept of ten thousand objects', () => {
    const { problems } = setup();
    for (let index = 0; index < 20_000; index += 1) problems.set(at(`x${index}`), ['odd']);
    expect(problems.list()).toHaveLength(10_000);
    problems.forget(() => true);
    problems.set(at('b'), ['odd']);
    expect(problems.list()).toHaveLength(1);
  });
});
