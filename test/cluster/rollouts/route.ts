import type { Seeded } from '../../support/seed.ts';
import { condition } from './conditions.ts';
import { type Controlled, hesitate, isHeads } from './happening.ts';
import { statusLosses } from './statusLosses.ts';
import { type World, zone } from './world.ts';

const apiVersion = 'gateway.networking.k8s.io/v1';

export interface RouteOptions {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  readonly parentRef: object;
  readonly hosts: readonly string[];
}

/** A route, whose status says whether its parent has accepted it. Its addresses are the Gateway's. */
export interface Route extends Omit<Controlled, 'names'> {
  readonly hosts: readonly string[];
}

export async function route(
  { api, isHeld }: World,
  { kind, name, parentRef, hosts }: RouteOptions,
): Promise<Route> {
  const all = `/apis/${apiVersion}/namespaces/default/${kind.toLowerCase()}s`;
  const path = `${all}/${name}`;
  const spec = { parentRefs: [parentRef], hostnames: hosts };
  await api('POST', all, { apiVersion, kind, metadata: { name }, spec });
  let generation = 1;

  const say = (status: string): Promise<unknown> => {
    const conditions = ['Accepted', 'ResolvedRefs'].map((type) => condition(type, { status, generation }));
    const parents = [{ parentRef, controllerName: 'example.com/rollouts', conditions }];
    return api('PATCH', `${path}/status`, { status: { parents } });
  };
  /** A new generation, which its controller takes a while to accept. */
  const edit = async (random: Seeded, hostnames: readonly string[]): Promise<void> => {
    interface Edited {
      readonly metadata: { readonly generation: number };
    }
    const edited = await api<Edited>('PATCH', path, { spec: { hostnames } });
    ({ generation } = edited.metadata);
    await hesitate(random);
    if (isHeads(random)) await say(random.pick(['False', 'Unknown']));
    if (isHeads(random)) await isHeld();
    await hesitate(random);
    await say('True');
  };
  await say('True');
  const title = `${kind} ${name}`;
  const clear = async (): Promise<void> =>
    void (await api('PATCH', `${path}/status`, { status: { parents: [] } }));
  const fill = async (): Promise<void> => void (await say('True'));
  const controlled = { title, clear, fill };
  return {
    ...controlled,
    hosts,
    happenings: [
      ...statusLosses(controlled, isHeld),
      {
        kind: 'roll-out',
        title: `${title} has a further host for a while`,
        of: [title],
        run: async (random) => {
          await edit(random, [...hosts, `more.${name}.${zone}`]);
          await hesitate(random);
          await edit(random, hosts);
        },
      },
    ],
  };
}
