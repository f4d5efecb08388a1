import type { Seeded } from '../../support/seed.ts';
import { drawObject } from './drawObject.ts';
import type { Focus } from './drawSteps.ts';
import type { ObjectStep } from './steps.ts';

/** Services go more often than otherwise. */
export const drawRemoval = (random: Seeded, focus: Focus): ObjectStep =>
  random.below(3) === 0
    ? { do: 'remove', key: random.pick(focus.keys), what: 'service' }
    : drawObject(random, focus);
