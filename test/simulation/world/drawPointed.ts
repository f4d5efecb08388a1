import type { Seeded } from '../../support/seed.ts';
import type { Focus } from './drawSteps.ts';
import type { ObjectStep } from './steps.ts';

/** A headless Service whose slices, written by a tenant, claim the addresses that another has as cluster IP. */
export const drawPointed = (random: Seeded, { keys }: Focus): ObjectStep => {
  const [headless, other = headless] = keys;
  switch (random.below(6)) {
    case 0:
      return { do: 'remove', key: random.pick([headless, other]), what: 'service' };
    case 1:
      return { do: 'service', key: headless, spec: { kind: 'headless' } };
    case 2:
    case 3:
      return { do: 'slice', key: headless, endpoints: drawEndpoints(random), port: 'http' };
    default: {
      const addresses = [`10.96.0.${1 + random.below(2)}`];
      return { do: 'service', key: other, spec: { kind: 'cluster-ip', addresses, ports: [] } };
    }
  }
};

const drawEndpoints = (random: Seeded) =>
  ['10.96.0.1', '10.96.0.2', '10.1.0.3', '10.1.0.7', '10.1.0.9']
    .filter(() => random.below(2) === 0)
    .map((address) => ({ address, ready: random.below(5) !== 0 }));
