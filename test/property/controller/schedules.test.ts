import { expect, test } from 'vitest';
import { problemsOf, stepsEach } from '../../simulation/world/checkSchedules.ts';
import { drawSchedule } from '../../simulation/world/drawSchedule.ts';

/**
 * Some schedules of the simulation, a few of each kind of world: those that go through most of the controller
 * in the least time. The suite of the simulation has thousands.
 */
const seeds = {
  'of one zone': [
    [182, 348, 210, 268],
    [354, 109, 371, 254],
  ],
  'that hold what has lost its address': [
    [281, 168, 247, 318, 289],
    [118, 189, 337, 146],
    [35, 9, 217, 135],
  ],
  'with a zone of PTRs': [
    [327, 257, 384, 115, 290],
    [271, 155, 136, 159],
  ],
  'with holds, PTRs and what is remembered': [
    [304, 280, 393, 282],
    [298, 240, 360],
    [301, 389, 58],
  ],
  'that remember zones': [
    [119, 162, 44, 137],
    [166, 245, 193, 71, 286],
    [252, 366, 143, 283],
  ],
  'with a brake': [
    [206, 305, 287, 177],
    [174, 383, 264, 42],
  ],
  'with routes': [
    [274, 50, 317],
    [358, 259, 320],
  ],
} as const;

const cases = Object.entries(seeds).flatMap(([worlds, groups]) => groups.map((group) => ({ worlds, group })));

test.each(cases)(
  'schedules in worlds $worlds: the zones end as they must (seeds $group)',
  async ({ group }) => {
    for (const seed of group) {
      const { shape, steps } = drawSchedule(seed, stepsEach);
      expect(await problemsOf(seed, steps, shape), `SEED=${seed}`).toEqual([]);
    }
  },
);
