import { apiServerRestart } from './apiServerRestart.ts';
import { clusterIpService } from './clusterIpService.ts';
import { controllerRestart } from './controllerRestart.ts';
import { dnsEndpoint } from './dnsEndpoint.ts';
import { gateway } from './gateway.ts';
import type { Cast } from './happening.ts';
import { ingress } from './ingress.ts';
import { startKubelet } from './kubelet.ts';
import { loadBalancer } from './loadBalancer.ts';
import { node } from './node.ts';
import { ourRestarts } from './ourRestarts.ts';
import { slicedService } from './slicedService.ts';
import { workload, workloadNames } from './workload.ts';
import type { World } from './world.ts';

/** Objects of every kind that has names, which all exist until the end, and what may happen to them. */
export async function castOfAll(world: World): Promise<Cast & AsyncDisposable> {
  await using parts = new AsyncDisposableStack();
  const rivals = 'rivals';
  await world.api('POST', '/api/v1/namespaces', { metadata: { name: rivals } });
  const nodes = [await node(world, 'node-1'), await node(world, 'node-2')];
  const workloads = await castOfWorkloads(world, parts);
  const others = [
    await clusterIpService(world, 'shop'),
    await clusterIpService(world, 'blog'),
    await slicedService(world, 'db'),
    await slicedService(world, 'cache'),
    await dnsEndpoint(world, 'nas'),
    await dnsEndpoint(world, 'printer'),
  ];
  const balancers = [
    await loadBalancer(world, { name: 'lb-1', askedBy: 'us' }),
    await loadBalancer(world, { name: 'lb-2', askedBy: 'us' }),
    await loadBalancer(world, { name: 'lb-3', askedBy: 'external-dns' }),
  ];
  const ingresses = [];
  for (const name of ['in-1', 'in-2', 'in-3']) ingresses.push(await ingress(world, { name, rivals }));
  const gateways = [await gateway(world, 'gw-1'), await gateway(world, 'gw-2')];
  const ofGateways = gateways.flatMap(({ routes, ...one }) => [one, ...routes]);
  const controlled = [...balancers, ...ingresses, ...ofGateways];
  const casts: readonly Cast[] = [...nodes, ...workloads, ...others, ...balancers, ...ingresses, ...gateways];
  const happenings = [
    ...casts.flatMap(({ happenings }) => happenings),
    controllerRestart('the service controller', balancers, world.isHeld),
    controllerRestart('the ingress controller', ingresses, world.isHeld),
    controllerRestart('the gateway controller', ofGateways, world.isHeld),
    ...ourRestarts(world, controlled),
  ];
  const all = parts.move();
  return {
    names: casts.flatMap(({ names }) => names),
    happenings: [...happenings, apiServerRestart(world, happenings)],
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

const workloadOptions = [
  { kind: 'Deployment', name: 'web' },
  { kind: 'StatefulSet', name: 'queue' },
] as const;

async function castOfWorkloads(world: World, parts: AsyncDisposableStack): Promise<readonly Cast[]> {
  const named = workloadOptions.map((options) => ({ options, names: workloadNames(options) }));
  const byApp = new Map(named.map(({ options, names }) => [options.name, names]));
  const kubelet = parts.use(startKubelet(world, byApp));
  const casts: Cast[] = [];
  for (const { options, names } of named) casts.push(await workload(world, options, { kubelet, names }));
  return casts;
}
