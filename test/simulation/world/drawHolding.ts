import type { Seeded } from '../../support/seed.ts';
import { drawAddresses } from './drawAddresses.ts';
import type { Focus } from './drawSteps.ts';
import type { IngressSpec, ObjectStep, ServiceSpec } from './steps.ts';

export type BalancerSpec = Extract<ServiceSpec, { readonly kind: 'balancer' }>;

const keys = ['shop/front', 'shop/front', 'shop/back', 'edge/front'] as const;
const hosts = [
  ['*.apps', '*.edge'],
  ['*.apps', '*.edge'],
  ['*.apps'],
  ['*.edge', 'web.edge'],
  ['*.apps', '*.a.apps'],
  ['web.apps'],
  ['*.web.apps', 'y.z.apps'],
  ['web.apps', 'q.a.apps', 'www'],
] as const;

/** An Ingress or a load balancer, which loses its address more often than anything else befalls it. */
export const drawHolding = (random: Seeded, focus: Focus): ObjectStep =>
  random.below(4) === 0 ? drawBalancer(random, focus) : drawIngress(random, focus);

const drawIngress = (random: Seeded, { ingresses }: Focus): ObjectStep => {
  const key = random.pick(keys);
  const before = ingresses.get(key);
  if (before !== undefined && random.below(10) === 0) {
    ingresses.delete(key);
    return { do: 'remove', key, what: 'ingress' };
  }
  const spec = before === undefined || random.below(6) === 0 ? newIngress(random) : changed(random, before);
  ingresses.set(key, spec);
  return { do: 'ingress', key, spec };
};

const newIngress = (random: Seeded): IngressSpec => ({
  className: 'web',
  hosts: random.pick(hosts).map((host) => `${host}.k8s.example`),
  addresses: random.below(6) === 0 ? [] : drawAddresses(random),
});

const changed = (random: Seeded, before: IngressSpec): IngressSpec => {
  if (random.below(10) === 0) return { ...before, className: before.className === 'web' ? 'other' : 'web' };
  return { ...before, addresses: toggled(random, before.addresses) };
};

const toggled = (random: Seeded, before: readonly string[]): readonly string[] =>
  before.length > 0 && random.below(4) > 0 ? [] : drawAddresses(random);

const drawBalancer = (random: Seeded, { balancers }: Focus): ObjectStep => {
  const key = random.pick(['shop/db', 'shop/lb'] as const);
  const before = balancers.get(key);
  if (before !== undefined && random.below(10) === 0) {
    balancers.delete(key);
    return { do: 'remove', key, what: 'service' };
  }
  const hostname = random.pick([undefined, 'gift.shop.k8s.example'] as const);
  const spec: BalancerSpec =
    before === undefined
      ? { kind: 'balancer', addresses: drawAddresses(random), ...(hostname && { hostname }) }
      : { ...before, addresses: toggled(random, before.addresses) };
  balancers.set(key, spec);
  return { do: 'service', key, spec };
};
