import { seedFrom } from '../../support/seed.ts';
import { drawSteps } from './drawSteps.ts';
import { drawShape, type Shape } from './shape.ts';
import type { Step } from './steps.ts';

export type Schedule = { readonly shape: Shape; readonly steps: readonly Step[] };

/** What happens with this seed, and in what world. */
export const drawSchedule = (seed: number, count: number): Schedule => {
  const random = seedFrom(seed);
  const shape = drawShape(random);
  return { shape, steps: drawSteps(random, count, shape) };
};
