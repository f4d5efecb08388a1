import type { Seeded } from '../../support/seed.ts';
import { type Cast, type Happening, hesitate } from './happening.ts';
import { probedName } from './probedName.ts';
import { type World, zone } from './world.ts';

const services = '/api/v1/namespaces/default/services';
const slices = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';
const port = { name: 'http', port: 80 };

type State = 'unready' | 'ready' | 'terminating';

interface Endpoint {
  readonly address: string;
  readonly state: State;
}

const conditionsOf = (state: State): object => ({
  ready: state === 'ready',
  serving: state !== 'unready',
  terminating: state === 'terminating',
});

/**
 * A headless Service without a selector, whose EndpointSlices change in the steps that Kubernetes' own controller
 * takes: at every moment one endpoint at least is ready.
 */
export async function slicedService({ api, nextAddresses }: World, name: string): Promise<Cast> {
  const own = `${name}.default.svc.${zone}`;
  const names = [
    probedName(own, 'A'),
    probedName(`${name}.${zone}`, 'A'),
    probedName(`_http._tcp.${own}`, 'SRV'),
  ];
  const srvOf = (address: string): string => `0 100 80 ${address.replaceAll('.', '-')}.${own}`;
  const become = (addresses: readonly string[]): void => {
    for (const probed of names) probed.become(probed.type === 'SRV' ? addresses.map(srvOf) : addresses);
  };
  /** By the number of the slice. */
  const content = new Map<number, readonly Endpoint[]>();
  const bodyOf = (at: number): object => ({
    metadata: { name: `${name}-${at}`, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [port],
    endpoints: (content.get(at) ?? []).map(({ address, state }) => ({
      addresses: [address],
      conditions: conditionsOf(state),
    })),
  });
  const put = async (at: number, endpoints: readonly Endpoint[]): Promise<void> => {
    const isNew = !content.has(at);
    content.set(at, endpoints);
    if (isNew) await api('POST', slices, bodyOf(at));
    else await api('PATCH', `${slices}/${name}-${at}`, bodyOf(at));
  };
  const endpoint = (): Endpoint => ({ address: nextAddresses()[0], state: 'ready' });
  await api('POST', services, { metadata: { name }, spec: { clusterIP: 'None', ports: [port] } });
  const first = Array.from({ length: 4 }, endpoint);
  become(first.map(({ address }) => address));
  await put(0, first);

  const addressesOfAll = (): readonly string[] => [...content.values()].flat().map(({ address }) => address);
  const endpointsAt = (at: number): readonly Endpoint[] => content.get(at) ?? [];
  const set = (at: number, address: string, state: State): Promise<void> =>
    put(
      at,
      endpointsAt(at).map((one) => (one.address === address ? { address, state } : one)),
    );

  /** One after the other: the new one comes and gets ready, then the old one ends and goes. */
  const replaceOne = async (random: Seeded, at: number, old: string): Promise<void> => {
    const { address } = endpoint();
    become([...addressesOfAll().filter((one) => one !== old), address]);
    await put(at, [...endpointsAt(at), { address, state: 'unready' }]);
    await hesitate(random);
    await set(at, address, 'ready');
    await hesitate(random);
    await set(at, old, 'terminating');
    await hesitate(random);
    await put(
      at,
      endpointsAt(at).filter((one) => one.address !== old),
    );
  };
  const rollOut = async (random: Seeded): Promise<void> => {
    for (const [at, endpoints] of content)
      for (const { address } of endpoints) await replaceOne(random, at, address);
  };
  const blink = async (random: Seeded): Promise<void> => {
    // Never all of them: those of one slice, but for its last.
    for (const { address } of endpointsAt(0).slice(1)) {
      await set(0, address, 'unready');
      await hesitate(random);
      await set(0, address, 'ready');
    }
  };
  const move = async (random: Seeded): Promise<void> => {
    const [stays, ...others] = [...content.values()].flat();
    if (stays === undefined) return;
    const isSplit = content.size > 1;
    // Into the new slice first, as the controller does: for a while an endpoint stands in both.
    if (!isSplit) {
      await put(1, others);
      await hesitate(random);
      await put(0, [stays]);
      return;
    }
    await put(0, [stays, ...others]);
    await hesitate(random);
    content.delete(1);
    await api('DELETE', `${slices}/${name}-1`);
  };
  const title = `Service ${name}`;
  const happening = (what: string, run: Happening['run']): Happening => ({
    kind: 'roll-out',
    title: `${title} ${what}`,
    of: [title],
    run,
  });
  return {
    names,
    happenings: [
      happening('has its endpoints replaced one by one', rollOut),
      happening('has endpoints that are not ready for a moment', blink),
      happening('has its endpoints moved between slices', move),
    ],
  };
}
