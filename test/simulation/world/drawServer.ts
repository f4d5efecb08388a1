import type { Seeded } from '../../support/seed.ts';
import type { Focus } from './drawSteps.ts';
import type { ServerStep } from './steps.ts';
import { times } from './times.ts';

/** A fault of the name server, or of the way to it. */
export const drawServer = (random: Seeded, { shape }: Focus): ServerStep => {
  const of: { readonly of?: 'reverse' } = shape.reverse && random.below(2) === 0 ? { of: 'reverse' } : {};
  switch (random.below(11)) {
    case 9:
      return { do: 'refuse', type: random.pick(['A', 'AAAA', 'SRV', 'TXT', 'none']) };
    case 10:
      return { do: 'omit', above: random.pick([1, 2]) };
    case 0:
      return { do: 'freeze', forMs: random.pick(times.long), ...of };
    case 1:
      return { do: 'zone-mark', ...of };
    case 2:
      return { do: 'zone-restore', mark: random.below(4), ...of };
    case 3:
      return { do: 'journal-loss', ...of };
    case 4:
      return { do: 'ixfr', served: random.below(2) === 0, ...of };
    case 5:
      return { do: 'limit', records: random.pick([2, 3, 100]) };
    case 6:
      return { do: 'partition', daemon: random.below(3), forMs: random.pick(times.long) };
    default:
      return { do: 'server-restart', downMs: random.pick(times.short), losesJournal: random.below(2) === 0 };
  }
};
