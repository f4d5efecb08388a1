import type { Seeded } from '../../support/seed.ts';
import type { Focus } from './drawSteps.ts';
import type { ObjectStep, ServiceSpec } from './steps.ts';

/** A Service or its endpoints. */
export const drawObject = (random: Seeded, focus: Focus): ObjectStep => {
  const key = random.pick(focus.keys);
  const kind = random.below(10);
  if (kind < 2) return { do: 'remove', key, what: random.below(4) === 0 ? 'slice' : 'service' };
  if (kind < 5) return drawSlice(random, key);
  return { do: 'service', key, spec: drawSpec(random) };
};

const drawSpec = (random: Seeded): ServiceSpec => {
  const kind = random.below(10);
  if (kind === 0) return { kind: 'alias', target: random.pick(['mail.example.net', 'shop.example.org']) };
  if (kind < 4) return { kind: 'headless' };
  const address = `10.96.0.${1 + random.below(9)}`;
  const addresses = random.below(4) === 0 ? [address, `fd00::${1 + random.below(9)}`] : [address];
  const ports = random.pick<readonly string[]>([[], ['http'], ['http'], ['http', 'admin'], ['']]);
  const hostnames = [
    undefined,
    undefined,
    undefined,
    'gift.shop.k8s.example',
    'web.k8s.example,gift.shop.k8s.example',
    'www.k8s.example,svc.k8s.example,_k8s-bind.k8s.example',
  ] as const;
  const hostname = random.pick(hostnames);
  return { kind: 'cluster-ip', addresses, ports, ...(hostname === undefined ? {} : { hostname }) };
};

const drawSlice = (random: Seeded, key: string): ObjectStep => ({
  do: 'slice',
  key,
  endpoints: Array.from({ length: random.below(6) }, () => ({
    address: `10.1.0.${1 + random.below(8)}`,
    ready: random.below(5) !== 0,
  })).filter(({ address }, index, all) => all.findIndex((one) => one.address === address) === index),
  port: random.pick(['http', 'http', '']),
});
