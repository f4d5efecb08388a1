import type { Seeded } from '../../support/seed.ts';

/** What there is in a world beyond Services and one zone. Each costs time, so not all schedules have all. */
export type Shape = {
  /** Ingresses with wildcards among their hosts, and load balancers: their addresses are lost and return. */
  readonly holds: boolean;
  /** A Gateway and routes of it, which lose an address or a condition and have it again. */
  readonly routes: boolean;
  /** Much that goes at once waits for a person's word. */
  readonly brake: boolean;
  /** A zone of PTRs, which is written by messages of its own. */
  readonly reverse: boolean;
  /** What a process knows of its zones at its end is in a folder, which all of one owner have. */
  readonly remembers: boolean;
};

export const plainShape: Shape = {
  holds: false,
  routes: false,
  brake: false,
  reverse: false,
  remembers: false,
};

export const drawShape = (random: Seeded): Shape => {
  const kind = random.below(10);
  return {
    holds: kind < 2 || kind === 4,
    routes: kind === 5,
    brake: kind === 6,
    reverse: kind === 2 || kind === 3 || kind === 4,
    remembers: kind === 4 || kind === 7 || kind === 8,
  };
};
