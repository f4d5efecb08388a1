import { expect, test } from 'vitest';
import { seeded } from '../../support/seed.ts';
import { checkSchedules, stepsEach } from './checkSchedules.ts';

/**
 * How many schedules: as many as `SCHEDULES` says, others each time. Without it always the same, from seed 1
 * on: what a change breaks is told from what was always so and has just been met.
 */
const schedules = Number(process.env['SCHEDULES'] ?? 10_000);
const isAlwaysSame = process.env['SCHEDULES'] === undefined && process.env['SEED'] === undefined;
const firstHalf = Math.ceil(schedules / 2);

/** Half of them, so that two files have both cores: with one `SEED` they are those that one after another has. */
export const checkHalf = (half: 'first' | 'second'): void => {
  const count = half === 'first' ? firstHalf : schedules - firstHalf;
  test.skipIf(count === 0)(
    `${count} schedules of ${stepsEach} steps: no record of others is touched, nothing is written without the claim, and the zones end as they must`,
    async () => {
      const { seed } = isAlwaysSame ? { seed: 1 } : seeded(`schedules, ${half} half`);
      const isGiven = isAlwaysSame || process.env['SEED'] !== undefined;
      const first = isGiven && half === 'second' ? seed + firstHalf : seed;

      const { events, updates, slowest } = await checkSchedules(first, count);

      console.log(
        `${count} schedules, ${events} events, ${updates} updates that changed a zone; the slowest was right ${slowest.convergedMs / 1000} s after its last fault (SEED=${slowest.seed})`,
      );
      expect(updates).toBeGreaterThan(count);
    },
  );
};
