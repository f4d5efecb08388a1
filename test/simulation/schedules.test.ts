import { expect, test } from 'vitest';
import { seeded } from '../support/seed.ts';
import { checkSchedules, stepsEach } from './world/checkSchedules.ts';
import { drawSchedule } from './world/drawSchedule.ts';
import { runSchedule } from './world/runSchedule.ts';

/** How many schedules: as many as `SCHEDULES` says. */
const schedules = Number(process.env['SCHEDULES'] ?? 10_000);

test(`${schedules} schedules of ${stepsEach} steps: no record of others is touched, nothing is written without the claim, and the zone ends as it must`, async () => {
  const { seed } = seeded('schedules');

  const { events, updates, slowest } = await checkSchedules(seed, schedules);

  console.log(
    `${schedules} schedules, ${events} events, ${updates} updates that changed the zone; the slowest was right ${slowest.convergedMs / 1000} s after its last fault (SEED=${slowest.seed})`,
  );
  expect(updates).toBeGreaterThan(schedules);
});

test('one seed does the same twice', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const { shape, steps } = drawSchedule(seed, 2 * stepsEach);
    expect(await runSchedule(seed, steps, shape)).toEqual(await runSchedule(seed, steps, shape));
  }
});
