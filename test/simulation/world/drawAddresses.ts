import type { Seeded } from '../../support/seed.ts';

/** Addresses that a load balancer gives. */
export const drawAddresses = (random: Seeded): readonly string[] => {
  const address = `192.0.2.${101 + random.below(3)}`;
  return random.below(5) === 0 ? [address, '192.0.2.110'] : [address];
};
