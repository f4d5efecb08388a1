import { startLoadBalancer, startTraefik, traefikClass, traefikService } from '../../support/controllers.ts';
import { type Seeded } from '../../support/seed.ts';
import { waitFor } from '../../support/waitFor.ts';
import { gatewayYaml, ingressYaml, loadBalancerIps, routeYaml } from '../sourcesFixture.ts';
import { type Cast, type Happening, hesitate, isHeads } from './happening.ts';
import { ourRestarts } from './ourRestarts.ts';
import { addressNames } from './probedName.ts';
import { type World, zone } from './world.ts';

const ingresses = ['wiki', 'cms'] as const;
const routes = ['shop', 'blog'] as const;
const balancer = `/api/v1/namespaces/${traefikService.namespace}/services/${traefikService.name}`;

/**
 * Ingresses and routes whose status Traefik writes, with the addresses that Kubernetes' service controller has
 * for it.
 */
export async function traefikCast(world: World): Promise<Cast & AsyncDisposable> {
  const { cluster, api } = world;
  await using parts = new AsyncDisposableStack();
  parts.use(startLoadBalancer(cluster));
  let traefik = await startTraefik(cluster);
  parts.defer(() => traefik.stop());
  await cluster.apply(
    [
      gatewayYaml({ className: traefikClass }),
      ...ingresses.map((name) => ingressYaml(name, traefikClass)),
      ...routes.map((name) => routeYaml({ name })),
    ].join('---'),
  );
  const names = addressNames(...[...ingresses, ...routes].map((name) => `${name}.${zone}`));
  let ips = await loadBalancerIps(cluster, traefikService);
  names.become(ips);

  const loseBalancer = async (random: Seeded): Promise<void> => {
    const before = ips.join();
    names.allow(nextBalanced(ips));
    await api('PATCH', balancer, { spec: { type: 'ClusterIP' } });
    if (isHeads(random)) await world.isHeld();
    await hesitate(random);
    await api('PATCH', balancer, { spec: { type: 'LoadBalancer' } });
    ips = await waitFor('Traefik has other addresses', () => loadBalancerIps(cluster, traefikService), {
      until: (found) => found.join() !== before,
    });
    names.become(ips);
  };
  const restart = async (random: Seeded): Promise<void> => {
    await traefik.kill();
    await hesitate(random);
    traefik = await startTraefik(cluster);
  };
  const editRoute =
    (name: string): Happening['run'] =>
    async (random) => {
      const path = `/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes/${name}`;
      for (const hostnames of [[`${name}.${zone}`, `more-${name}.${zone}`], [`${name}.${zone}`]]) {
        await api('PATCH', path, { spec: { hostnames } });
        await hesitate(random);
      }
    };
  const all = parts.move();
  const title = 'Traefik';
  return {
    names: names.names,
    happenings: [
      {
        kind: 'status loss',
        title: `${title} has no load balancer for a while`,
        of: [title],
        run: loseBalancer,
      },
      { kind: 'controller restart', title: `${title} is killed and started`, of: [title], run: restart },
      ...routes.map(
        (name): Happening => ({
          kind: 'roll-out',
          title: `HTTPRoute ${name} has a further host for a while`,
          of: [name],
          run: editRoute(name),
        }),
      ),
      ...ourRestarts(world, []).slice(0, 2),
    ],
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** The service controller counts on from one Service to the next. */
const nextBalanced = (ips: readonly string[]): readonly string[] =>
  ips.flatMap((ip) => [1, 2].map((step) => countOn(ip, step)));

const countOn = (ip: string, step: number): string => {
  const isIpv6 = ip.includes(':');
  const at = ip.lastIndexOf(isIpv6 ? ':' : '.') + 1;
  const next = Number.parseInt(ip.slice(at), isIpv6 ? 16 : 10) + step;
  return `${ip.slice(0, at)}${next.toString(isIpv6 ? 16 : 10)}`;
};
