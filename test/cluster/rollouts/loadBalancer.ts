import { type Controlled, isHeads } from './happening.ts';
import { type AddressNames, addressNames } from './probedName.ts';
import { statusLosses } from './statusLosses.ts';
import { type World, zone } from './world.ts';

const services = '/api/v1/namespaces/default/services';

export interface LoadBalancerOptions {
  readonly name: string;
  /** Whose annotation asks for its name below `apps`: with ours, its own name has these addresses too. */
  readonly askedBy: 'us' | 'external-dns';
}

/** A Service of type LoadBalancer, whose status has addresses of both families or a hostname. */
export async function loadBalancer(
  world: World,
  { name, askedBy }: LoadBalancerOptions,
): Promise<Controlled> {
  const { api, nextAddresses } = world;
  const hostname = `${name}.apps.${zone}`;
  const annotations =
    askedBy === 'us'
      ? { 'k8s-bind.io/hostname': hostname, 'k8s-bind.io/addresses': 'external' }
      : { 'external-dns.alpha.kubernetes.io/hostname': hostname };
  const spec = { type: 'LoadBalancer', ports: [{ name: 'http', port: 80 }] };
  await api('POST', services, { metadata: { name, annotations }, spec });
  const own = askedBy === 'us' ? [`${name}.default.svc.${zone}`, `${name}.${zone}`] : [];
  const names = addressNames(hostname, ...own);
  const set = (ingress: readonly object[] | null): Promise<unknown> =>
    api('PATCH', `${services}/${name}/status`, { status: { loadBalancer: { ingress } } });
  const status = await balancedStatus({ names, set, alias: `${name}.example.net`, nextAddresses });
  const title = `Service ${name}`;
  const controlled = { title, ...status };
  return {
    ...controlled,
    names: names.names,
    happenings: [
      ...statusLosses(controlled, world.isHeld),
      {
        kind: 'change',
        title: `${title} has a hostname for an address, or an address again`,
        of: [title],
        run: status.replace,
      },
    ],
  };
}

interface BalancedDeps extends Pick<World, 'nextAddresses'> {
  readonly names: AddressNames;
  readonly set: (ingress: readonly object[] | null) => Promise<unknown>;
  readonly alias: string;
}

/** What fills `status.loadBalancer`, at first with addresses. */
export async function balancedStatus({ names, set, alias, nextAddresses }: BalancedDeps) {
  let ingress: readonly object[] = [];
  const setAddresses = async (): Promise<void> => {
    const addresses = nextAddresses();
    names.become(addresses);
    ingress = addresses.map((ip) => ({ ip }));
    await set(ingress);
  };
  const setAlias = async (): Promise<void> => {
    names.becomeAlias(alias);
    ingress = [{ hostname: alias }];
    await set(ingress);
  };
  await setAddresses();
  return {
    clear: async () => void (await set(null)),
    fill: async (random) => {
      if (isHeads(random)) await set(ingress);
      else await setAddresses();
    },
    replace: async () => {
      if (ingress.length === 1) await setAddresses();
      else await setAlias();
    },
  } satisfies Pick<Controlled, 'clear' | 'fill'> & { readonly replace: () => Promise<void> };
}
