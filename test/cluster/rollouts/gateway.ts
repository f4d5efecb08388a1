import type { Seeded } from '../../support/seed.ts';
import { condition } from './conditions.ts';
import { type Controlled, hesitate, isHeads } from './happening.ts';
import { addressNames } from './probedName.ts';
import { type Route, route } from './route.ts';
import { statusLosses } from './statusLosses.ts';
import { type World, zone } from './world.ts';

const api1 = 'gateway.networking.k8s.io/v1';
const gateways = `/apis/${api1}/namespaces/default/gateways`;
const listenerSets = `/apis/${api1}/namespaces/default/listenersets`;
const listener = { name: 'http', port: 80, protocol: 'HTTP' };

/**
 * A Gateway with routes of several kinds, one of them by a ListenerSet and one for a wildcard. Its own status
 * decides the addresses of all, and each route's whether it has them.
 */
export async function gateway(
  world: World,
  name: string,
): Promise<Controlled & { readonly routes: readonly Route[] }> {
  const { api, nextAddresses } = world;
  const path = `${gateways}/${name}`;
  const setPath = `${listenerSets}/${name}`;
  await api('POST', gateways, {
    apiVersion: api1,
    kind: 'Gateway',
    metadata: { name },
    spec: {
      gatewayClassName: 'one',
      listeners: [listener],
      allowedListeners: { namespaces: { from: 'Same' } },
    },
  });
  await api('POST', listenerSets, {
    apiVersion: api1,
    kind: 'ListenerSet',
    metadata: { name },
    spec: { parentRef: { name }, listeners: [{ ...listener, name: 'more', port: 8080 }] },
  });
  const tree = `${name}.${zone}`;
  const parentRef = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name };
  const routes = [
    await route(world, {
      kind: 'HTTPRoute',
      name: `${name}-web`,
      parentRef,
      hosts: [`web.${tree}`, `www.${tree}`],
    }),
    await route(world, { kind: 'GRPCRoute', name: `${name}-grpc`, parentRef, hosts: [`grpc.${tree}`] }),
    await route(world, {
      kind: 'HTTPRoute',
      name: `${name}-wild`,
      parentRef,
      hosts: [`*.${name}.wild.${zone}`],
    }),
    await route(world, {
      kind: 'HTTPRoute',
      name: `${name}-set`,
      parentRef: { ...parentRef, kind: 'ListenerSet' },
      hosts: [`set.${tree}`],
    }),
  ];
  const names = addressNames(...routes.flatMap(({ hosts }) => hosts));

  let addresses = nextAddresses();
  const listenerStatus = (of: string, accepted: string): object => ({
    name: of,
    attachedRoutes: 1,
    supportedKinds: [{ kind: 'HTTPRoute' }],
    conditions: [condition('Accepted', { status: accepted })],
  });
  const writeGateway = (accepted: string): Promise<unknown> =>
    api('PATCH', `${path}/status`, {
      status: {
        addresses: addresses.map((value) => ({ type: 'IPAddress', value })),
        conditions: [
          condition('Accepted', { status: accepted }),
          condition('Programmed', { status: accepted }),
        ],
        listeners: [listenerStatus('http', accepted)],
      },
    });
  const writeSet = (accepted: string): Promise<unknown> =>
    api('PATCH', `${setPath}/status`, {
      status: {
        conditions: [
          condition('Accepted', { status: accepted }),
          condition('Programmed', { status: accepted }),
        ],
        listeners: [listenerStatus('more', accepted)],
      },
    });
  const set = async (): Promise<void> => {
    names.become(addresses);
    await writeSet('True');
    await writeGateway('True');
  };
  await set();

  const clear = async (): Promise<void> => {
    await api('PATCH', `${path}/status`, { status: { addresses: null, conditions: [], listeners: [] } });
    await api('PATCH', `${setPath}/status`, { status: { conditions: [], listeners: [] } });
  };
  const fill = async (random: Seeded): Promise<void> => {
    if (!isHeads(random)) addresses = nextAddresses();
    await set();
  };
  const flip = async (random: Seeded): Promise<void> => {
    const status = random.pick(['False', 'Unknown']);
    await writeGateway(status);
    await hesitate(random);
    await writeSet(status);
    await hesitate(random);
    await set();
  };
  const changeClass = async (random: Seeded): Promise<void> => {
    for (const gatewayClassName of ['two', 'one']) {
      await api('PATCH', path, { spec: { gatewayClassName } });
      await hesitate(random);
      await fill(random);
      await hesitate(random);
    }
  };
  const title = `Gateway ${name}`;
  const controlled = { title, clear, fill };
  return {
    ...controlled,
    routes,
    names: names.names,
    happenings: [
      ...statusLosses(controlled, world.isHeld),
      { kind: 'status loss', title: `${title} is refused for a while`, of: [title], run: flip },
      { kind: 'change', title: `${title} has another class for a while`, of: [title], run: changeClass },
      ...routes.flatMap(({ happenings }) => happenings),
    ],
  };
}
