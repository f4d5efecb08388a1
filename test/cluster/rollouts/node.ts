import { type Cast, hesitate } from './happening.ts';
import { addressNames } from './probedName.ts';
import { type World, zone } from './world.ts';

/** A Node whose kubelet restarts: it is not ready for a while, which says nothing of its name. */
export async function node({ api, nextAddresses }: World, name: string): Promise<Cast> {
  const names = addressNames(`${name}.node.${zone}`);
  const addresses = nextAddresses();
  names.become(addresses);
  await api('POST', '/api/v1/nodes', { metadata: { name } });
  const set = (ready: string): Promise<unknown> =>
    api('PATCH', `/api/v1/nodes/${name}/status`, {
      status: {
        addresses: addresses.map((address) => ({ type: 'InternalIP', address })),
        conditions: [{ type: 'Ready', status: ready, reason: 'Rollouts', message: '' }],
      },
    });
  await set('True');
  const title = `Node ${name}`;
  return {
    names: names.names,
    happenings: [
      {
        kind: 'roll-out',
        title: `${title} restarts`,
        of: [title],
        run: async (random) => {
          await set(random.pick(['False', 'Unknown']));
          await hesitate(random);
          await set('True');
        },
      },
    ],
  };
}
