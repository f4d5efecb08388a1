import type { Seeded } from '../../support/seed.ts';

/** What there is in a world beyond Services and one zone. Each costs time, so not all schedules have all. */
export type Shape = {
  /** Ingresses with wildcards among their hosts, and load balancers: their addresses are lost and return. */
  readonly holds: boolean;
};

export const plainShape: Shape = { holds: false };

export const drawShape = (random: Seeded): Shape => ({ holds: random.below(3) === 0 });
