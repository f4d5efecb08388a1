import { expect, test } from 'vitest';
import type { RenderOutcome } from '../../../src/render/fileRenderer.ts';
import { renderLoop } from '../../../src/render/renderLoop.ts';
import { createVirtualTime } from '../../simulation/world/virtualTime.ts';

/** A loop by a virtual clock; its tries take no time, unless the test says how much. */
const startLoop = (outcomes: readonly RenderOutcome[] = []) => {
  const time = createVirtualTime();
  const stop = new AbortController();
  const begun: number[] = [];
  const reports: RenderOutcome[] = [];
  let takesMs = 0;
  let changed = false;
  const loop = renderLoop({
    clock: { ...time, wallMs: time.nowMs, random: () => 0.5 },
    report: (outcome) => void reports.push(outcome),
    renderer: {
      output: 'out',
      templateChanged: () => Promise.resolve(changed),
      render: async () => {
        begun.push(time.nowMs());
        changed = false;
        const { promise, resolve } = Promise.withResolvers<void>();
        if (takesMs === 0) resolve();
        else time.after(takesMs, resolve);
        await promise;
        return outcomes[begun.length - 1] ?? { kind: 'written' };
      },
    },
  });
  const running = loop.run(stop.signal);
  return {
    loop,
    time,
    begun,
    reports,
    /** Marks now, and again and again. */
    markEach: (ms: number): void => {
      const tick = (): void => {
        loop.mark();
        time.after(ms, tick);
      };
      tick();
    },
    take: (ms: number): void => {
      takesMs = ms;
    },
    changeTemplate: (): void => {
      changed = true;
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
    },
  };
};

const gapsOf = (begun: readonly number[]): readonly number[] =>
  begun.slice(1).map((begunMs, index) => begunMs - (begun[index] ?? 0));

test('nothing is made before it is known of what, and changes that follow one another are one', async () => {
  await using made = startLoop();
  made.changeTemplate();
  await made.time.run(10_000);
  expect(made.begun).toEqual([]);
  for (let count = 0; count < 100; count += 1) made.loop.mark();
  await made.time.run(10_000);
  expect(made.begun).toEqual([10_200]);
  made.loop.mark();
  await made.time.run(10_000);
  expect(made.begun).toEqual([10_200, 20_200]);
});

test('changes without an end are made in time, and while one is made one waits, for all of them', async () => {
  await using made = startLoop();
  made.markEach(20);
  await made.time.run(2_000);
  expect(made.begun).toEqual([2_000]);

  await using slow = startLoop();
  slow.take(450);
  slow.loop.mark();
  await slow.time.run(300);
  for (let count = 0; count < 50; count += 1) slow.loop.mark();
  await slow.time.run(10_000);
  expect(slow.begun).toHaveLength(2);
  expect(slow.reports).toHaveLength(2);
});

test('what failed is tried again without a change, and a template that changed is looked at', async () => {
  const failed = { kind: 'failed', at: 'check', line: 'x' } as const;
  await using made = startLoop([failed, failed]);
  made.loop.mark();
  await made.time.run(10_000);
  expect(made.begun).toEqual([200, 1_400, 3_600]);
  expect(made.reports.map(({ kind }) => kind)).toEqual(['failed', 'failed', 'written']);
  made.changeTemplate();
  await made.time.run(10_000);
  expect(made.begun.slice(3)).toEqual([11_800]);
});

test('a file that changes all the time is written less and less often, but every few seconds', async () => {
  await using made = startLoop();
  made.markEach(500);
  await made.time.run(30_000);
  const gaps = gapsOf(made.begun);
  expect(gaps.slice(0, 4)).toEqual([500, 700, 2_100, 2_500]);
  expect(new Set(gaps.slice(4))).toEqual(new Set([2_000, 2_500]));
});

test('after three seconds without a write changes wait no longer than at first', async () => {
  await using made = startLoop();
  for (const ms of [0, 1_000, 1_500, 3_500, 1_000]) {
    await made.time.run(ms);
    made.loop.mark();
  }
  await made.time.run(5_000);
  expect(made.begun).toEqual([200, 1_200, 2_900, 6_800, 7_200]);
});

test('a file that takes long to make has four times as much rest', async () => {
  await using made = startLoop();
  made.take(400);
  await made.time.run(10_000);
  made.loop.mark();
  await made.time.run(10_000);
  made.loop.mark();
  await made.time.run(10_000);
  expect(made.begun).toEqual([10_200, 21_600]);
});
