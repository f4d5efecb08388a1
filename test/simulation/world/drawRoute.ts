import type { Seeded } from '../../support/seed.ts';
import { drawAddresses } from './drawAddresses.ts';
import type { Focus } from './drawSteps.ts';
import type { GatewaySpec, ObjectStep, RouteSpec } from './steps.ts';

const gatewayKey = 'infra/web';
const keys = ['shop/one', 'edge/two'] as const;
const hosts = [
  ['*.apps'],
  ['*.edge'],
  ['*.a.apps', 'web.apps'],
  ['*.web.apps'],
  ['web.edge', 'y.z.apps'],
] as const;

/** A Gateway or a route of it, which loses its address or its condition and has it again. */
export const drawRoute = (random: Seeded, { gateways, routes }: Focus): ObjectStep => {
  const gateway = gateways.get(gatewayKey);
  const isComplete = routes.size === 2;
  if (gateway === undefined || (isComplete && random.below(3) === 0)) return drawGateway(random, gateways);
  const key = isComplete ? random.pick(keys) : routes.has('shop/one') ? 'edge/two' : 'shop/one';
  const before = routes.get(key);
  if (before !== undefined && random.below(10) === 0) {
    routes.delete(key);
    return { do: 'remove', key, what: 'route' };
  }
  const isNew = before === undefined || random.below(6) === 0;
  const spec: RouteSpec = isNew
    ? {
        hosts: random.pick<readonly string[]>(hosts).map((host) => `${host}.k8s.example`),
        isAccepted: random.below(6) > 0,
      }
    : { ...before, isAccepted: !before.isAccepted };
  routes.set(key, spec);
  return { do: 'route', key, spec };
};

const drawGateway = (random: Seeded, gateways: Focus['gateways']): ObjectStep => {
  const before = gateways.get(gatewayKey);
  const kind = before === undefined ? 9 : random.below(10);
  if (kind === 0) {
    gateways.delete(gatewayKey);
    return { do: 'remove', key: gatewayKey, what: 'gateway' };
  }
  const spec: GatewaySpec =
    before === undefined || kind > 7
      ? { addresses: drawAddresses(random), isAccepted: true }
      : kind < 4
        ? { ...before, isAccepted: !before.isAccepted }
        : { ...before, addresses: before.addresses.length > 0 ? [] : drawAddresses(random) };
  gateways.set(gatewayKey, spec);
  return { do: 'gateway', key: gatewayKey, spec };
};
