import type { Seeded } from '../../support/seed.ts';
import type { Fate } from './network.ts';
import type { ServerStep } from './steps.ts';

const fates: readonly [Fate, ...Fate[]] = [
  'answered',
  'answered',
  'slow',
  'lost',
  'answer-lost',
  'answer-lost',
  'swallowed',
  'unanswered',
  'late',
  'twice',
];

/** What becomes of the next messages. */
export const drawFates = (random: Seeded): ServerStep => ({
  do: 'fates',
  fates: Array.from({ length: 1 + random.below(5) }, () => random.pick(fates)),
});
