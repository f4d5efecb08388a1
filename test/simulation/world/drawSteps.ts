import type { Seeded } from '../../support/seed.ts';
import { drawApi } from './drawApi.ts';
import { drawFates } from './drawFates.ts';
import { drawHand } from './drawHand.ts';
import { type BalancerSpec, drawHolding } from './drawHolding.ts';
import { drawObject } from './drawObject.ts';
import { drawPointed } from './drawPointed.ts';
import { drawProcess } from './drawProcess.ts';
import { drawRemoval } from './drawRemoval.ts';
import { drawRoute } from './drawRoute.ts';
import { drawServer } from './drawServer.ts';
import { plainShape, type Shape } from './shape.ts';
import type { GatewaySpec, Happening, IngressSpec, RouteSpec, Step } from './steps.ts';

const zone = 'k8s.example.';
const keys = ['default/web', 'default/api', 'shop/web', 'shop/db'] as const;
const outsideNames = [`web.${zone}`, `api.${zone}`, `db.${zone}`, `gift.shop.${zone}`] as const;
const srvNames = [`_http._tcp.web.${zone}`, `_http._tcp.gift.shop.${zone}`] as const;
const territoryNames = [
  `web.default.svc.${zone}`,
  `web.shop.svc.${zone}`,
  `_http._tcp.web.default.svc.${zone}`,
  `junk.svc.${zone}`,
  `deep.er.db.shop.svc.${zone}`,
  `_acme-challenge.web.default.svc.${zone}`,
  `dns-version.${zone}`,
] as const;
const namesBelowWildcards = [
  `host.apps.${zone}`,
  `_acme-challenge.www.apps.${zone}`,
  `web.apps.${zone}`,
  `v.web.apps.${zone}`,
  `z.apps.${zone}`,
  `*.edge.${zone}`,
  `gift.shop.${zone}`,
] as const;
const pointers = [
  '1.0.96.10.in-addr.arpa.',
  '2.0.96.10.in-addr.arpa.',
  '3.0.1.10.in-addr.arpa.',
  `web.default.svc.${zone}`,
] as const;
const pointersOfOthers = ['9.9.9.10.in-addr.arpa.', '8.0.1.10.in-addr.arpa.', `gift.shop.${zone}`] as const;
const waits = [
  0, 0, 0, 0, 3, 3, 3, 20, 20, 20, 120, 120, 700, 700, 1_500, 5_000, 5_000, 30_000, 100_000, 400_000,
] as const;
/**
 * What one schedule is about. Faults meet each other only where few things happen often, so each schedule has
 * its own few kinds of steps, and mostly one Service with its names.
 */
export type Focus = {
  readonly shape: Shape;
  /** Ingresses and load balancers as they were drawn last: most of what happens is that one changes. */
  readonly ingresses: Map<string, IngressSpec>;
  readonly balancers: Map<string, BalancerSpec>;
  readonly gateways: Map<string, GatewaySpec>;
  readonly routes: Map<string, RouteSpec>;
  readonly keys: readonly [string, ...string[]];
  readonly outside: readonly [string, ...string[]];
  readonly territory: readonly [string, ...string[]];
  readonly kinds: readonly [Draw, ...Draw[]];
};
type Draw = (random: Seeded, focus: Focus) => Happening;

/** The steps of one schedule. */
export const drawSteps = (random: Seeded, count: number, shape: Shape = plainShape): readonly Step[] => {
  const focus = drawFocus(random, shape);
  return Array.from({ length: count }, (_none, at) => {
    const draw = at === 0 ? focus.kinds[0] : random.pick(focus.kinds);
    return { waitMs: random.pick(waits), ...draw(random, focus) };
  });
};

const drawFocus = (random: Seeded, shape: Shape): Focus => {
  const key = random.pick(keys);
  const [namespace = '', name = ''] = key.split('/');
  const own: readonly string[] = [`${name}.${zone}`, `${name}.${zone}`, `_http._tcp.${name}.${zone}`];
  const isNarrow = random.below(4) > 0;
  const kinds = [drawHand, drawFates, drawServer, drawApi, drawProcess].flatMap((draw): Draw[] =>
    Array.from({ length: random.pick([0, 0, 1, 1, 3]) }, () => draw),
  );
  const objects: readonly [Draw, Draw, Draw] = [objectsOf(shape), objectsOf(shape), drawObject];
  const common = {
    shape,
    ingresses: new Map(),
    balancers: new Map(),
    gateways: new Map(),
    routes: new Map(),
    kinds: [...objects, ...(shape.routes ? objects : []), ...kinds],
  } as const;
  if (shape.holds || shape.routes)
    return { ...common, keys: ['shop/db'], outside: namesBelowWildcards, territory: [`db.shop.svc.${zone}`] };
  const others = keys.filter((one) => one !== key) as [string, ...string[]];
  if (shape.reverse)
    return {
      ...common,
      keys: [key, random.pick(others)],
      outside: pointersOfOthers,
      territory: pointers,
    };
  return {
    ...common,
    keys: isNarrow ? [key, key, key, random.pick(keys)] : keys,
    outside: isNarrow ? [`gift.shop.${zone}`, ...own] : [...outsideNames, ...srvNames],
    territory: isNarrow ? [`${name}.${namespace}.svc.${zone}`, random.pick(territoryNames)] : territoryNames,
  };
};

const objectsOf = ({ brake, holds, reverse, routes }: Shape): Draw => {
  if (routes) return drawRoute;
  if (holds) return drawHolding;
  if (brake) return drawRemoval;
  return reverse ? drawPointed : drawObject;
};
