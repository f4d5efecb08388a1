import type { Seeded } from '../../support/seed.ts';
import type { ProcessStep } from './steps.ts';
import { times } from './times.ts';

/** A process starts, ends, or stands still. */
export const drawProcess = (random: Seeded): ProcessStep => {
  const daemon = random.below(3);
  switch (random.below(10)) {
    case 8:
    case 9:
      return { do: 'leave', daemon, how: random.pick(['kill', 'kill', 'stop']) };
    case 0:
    case 1:
      return { do: 'kill', daemon, downMs: random.pick(times.short) };
    case 2:
      return { do: 'stop', daemon, downMs: random.pick(times.short) };
    case 3:
      return { do: 'pause', daemon, forMs: random.pick(times.long) };
    case 4:
      return {
        do: 'clock',
        of: random.pick(['daemon', 'server']),
        byMs: random.pick([-7_200_000, -400_000, -20_000, 400_000, 86_400_000]),
      };
    case 5:
    case 6:
      return { do: 'replica' };
    default:
      return { do: 'rival' };
  }
};
