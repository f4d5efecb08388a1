import { drawSchedule, type Schedule } from './drawSchedule.ts';
import { runSchedule } from './runSchedule.ts';
import { plainShape, type Shape } from './shape.ts';
import { shrink } from './shrink.ts';
import type { Step } from './steps.ts';

/** Steps of one schedule. */
export const stepsEach = 8;

export type Checked = {
  readonly schedules: number;
  readonly events: number;
  readonly updates: number;
  /** The longest virtual time from the last fault until the zone was right, with its seed. */
  readonly slowest: { readonly seed: number; readonly convergedMs: number };
};

/** What is wrong with a schedule; empty when nothing is. */
export const problemsOf = async (
  seed: number,
  steps: readonly Step[],
  shape: Shape = plainShape,
): Promise<readonly string[]> => {
  try {
    return (await runSchedule(seed, steps, shape)).problems;
  } catch (error) {
    return [String(error)];
  }
};

/**
 * Runs schedules with one seed after another. What fails is printed at once, in its shortest form, and thrown
 * at the end; after some that fail it is enough.
 */
export const checkSchedules = async (firstSeed: number, count: number): Promise<Checked> => {
  let events = 0;
  let updates = 0;
  let slowest = { seed: firstSeed, convergedMs: 0 };
  const failures: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const { shape, steps } = drawSchedule(seed, stepsEach);
    const outcome = await runSchedule(seed, steps, shape).catch((error: unknown) => ({
      problems: [String(error)],
      convergedMs: 0,
      events: 0,
      updates: 0,
    }));
    if (outcome.problems.length > 0) {
      failures.push(await failureText({ seed, steps, shape }, seed - firstSeed + 1));
      console.log(failures.at(-1));
      if (failures.length === enough) break;
    }
    events += outcome.events;
    updates += outcome.updates;
    if (outcome.convergedMs > slowest.convergedMs) slowest = { seed, convergedMs: outcome.convergedMs };
    if ((seed - firstSeed + 1) % progressEvery === 0)
      console.log(`${seed - firstSeed + 1} schedules, the next has SEED=${seed + 1}`);
  }
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
  return { schedules: count, events, updates, slowest };
};

const progressEvery = 1_000;
const enough = 5;

const failureText = async (
  { seed, steps, shape }: Schedule & { readonly seed: number },
  at: number,
): Promise<string> => {
  const least = await shrink(steps, async (fewer) => (await problemsOf(seed, fewer, shape)).length > 0);
  return [
    `Schedule ${at} failed: run it again with SEED=${seed} SCHEDULES=1. In its shortest form:`,
    JSON.stringify(shape),
    ...least.map((step) => JSON.stringify(step)),
    ...(await problemsOf(seed, least, shape)),
  ].join('\n');
};
