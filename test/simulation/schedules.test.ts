import { expect, test } from 'vitest';
import { checkHalf } from './world/checkHalf.ts';
import { stepsEach } from './world/checkSchedules.ts';
import { drawSchedule } from './world/drawSchedule.ts';
import { runSchedule } from './world/runSchedule.ts';

checkHalf('first');

test('one seed does the same twice', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const { shape, steps } = drawSchedule(seed, 2 * stepsEach);
    expect(await runSchedule(seed, steps, shape)).toEqual(await runSchedule(seed, steps, shape));
  }
});
