import type { Seeded } from '../../support/seed.ts';
import type { ApiStep } from './steps.ts';
import { times } from './times.ts';

/** A fault of the API server. */
export const drawApi = (random: Seeded): ApiStep => {
  switch (random.below(8)) {
    case 0:
      return { do: 'api', how: 'cut' };
    case 1:
      return { do: 'api', how: 'compact' };
    case 2:
      return { do: 'api', how: 'mark' };
    case 3:
      return { do: 'api-stall', forMs: random.pick(times.long) };
    case 4:
      return { do: 'api-restart', downMs: random.pick(times.long) };
    case 5:
      return { do: 'api-fail', status: random.pick([401, 403, 429, 500]), forMs: random.pick(times.long) };
    case 6:
      return { do: 'api-restore', mark: random.below(3) };
    default:
      return { do: 'api', how: 'cut' };
  }
};
