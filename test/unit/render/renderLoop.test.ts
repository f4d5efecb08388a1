import { expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import type { RenderOutcome } from '../../../src/render/fileRenderer.ts';
import { renderLoop } from '../../../src/render/renderLoop.ts';
import { waitFor } from '../../support/waitFor.ts';

/** A loop whose tries take as long as the test wants. */
const startLoop = (outcomes: readonly RenderOutcome[] = []) => {
  const stop = new AbortController();
  const begun: number[] = [];
  const reports: RenderOutcome[] = [];
  let gate = Promise.resolve();
  let changed = false;
  const loop = renderLoop({
    clock: { ...systemClock, random: () => 0.01 },
    report: (outcome) => void reports.push(outcome),
    renderer: {
      output: 'out',
      templateChanged: () => Promise.resolve(changed),
      render: async () => {
        begun.push(performance.now());
        changed = false;
        await gate;
        return outcomes[begun.length - 1] ?? { kind: 'written' };
      },
    },
  });
  const running = loop.run(stop.signal);
  return {
    loop,
    begun,
    reports,
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    changeTemplate: () => {
      changed = true;
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
    },
  };
};

test('nothing is made before it is known of what, and changes that follow one another are one', async () => {
  await using made = startLoop();
  made.changeTemplate();
  const markedMs = performance.now();
  for (let count = 0; count < 100; count += 1) made.loop.mark();
  await waitFor('a try', () => made.reports.length === 1);
  expect((made.begun[0] ?? 0) - markedMs).toBeGreaterThan(190);
  made.loop.mark();
  await waitFor('another', () => made.reports.length === 2);
});

test('changes without an end are made in time, and meanwhile one waits', async () => {
  await using made = startLoop();
  const startedMs = performance.now();
  const ticking = setInterval(made.loop.mark, 20);
  try {
    await waitFor('a try', () => made.begun.length === 1);
    expect((made.begun[0] ?? 0) - startedMs).toBeLessThan(3_500);
  } finally {
    clearInterval(ticking);
  }
  const release = made.hold();
  made.loop.mark();
  const before = made.begun.length;
  await waitFor('one under way', () => made.begun.length > before);
  for (let count = 0; count < 50; count += 1) made.loop.mark();
  release();
  await waitFor(
    'the one that waited',
    () => made.reports.length === made.begun.length && made.begun.length === before + 2,
  );
});

test('what failed is tried again without a change, and a template that changed is looked at', async () => {
  const failed = { kind: 'failed', at: 'check', line: 'x' } as const;
  await using made = startLoop([failed, failed]);
  made.loop.mark();
  await waitFor('three tries', () => made.reports.length === 3);
  expect(made.reports.map(({ kind }) => kind)).toEqual(['failed', 'failed', 'written']);
  made.changeTemplate();
  await waitFor('a fourth', () => made.reports.length === 4);
});

test('a file that changes all the time is written less and less often, but every few seconds', async () => {
  await using made = startLoop();
  const ticking = setInterval(made.loop.mark, 500);
  try {
    await waitFor('six tries', () => made.begun.length === 6, { deadlineMs: 18_000 });
  } finally {
    clearInterval(ticking);
  }
  const gaps = made.begun.slice(1).map((begunMs, index) => begunMs - (made.begun[index] ?? 0));
  expect(gaps[0]).toBeLessThan(1_500);
  expect(gaps.at(-1)).toBeGreaterThan(1_800);
  expect(gaps.at(-1)).toBeLessThan(5_000);
});
