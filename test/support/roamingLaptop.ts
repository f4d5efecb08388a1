import { type Host, makeNamespaces, setNameServer } from './lanNamespaces.ts';
import { type Named, startNamed } from './named.ts';

/** A network that the laptop may be in: its router there is its resolver too. */
export type NetworkName = 'home' | 'office';

/** The two servers of the site, and the addresses that each may have. */
export type ServerName = 'api' | 'bind';

/**
 * A laptop between two networks, and a site that it reaches from both.
 *
 * ```
 *   laptop ──┬── home    192.168.77.0/24 ──┐
 *            └── office  10.20.0.0/24    ──┴── router ── 172.30.0.0/24 ── site
 * ```
 * The site is one host with an address for each server. `api.site.example` and `bind.site.example` are
 * answered by the router, to whoever asks it in the network where it is.
 */
export interface RoamingLaptop extends AsyncDisposable {
  readonly laptop: Host;
  readonly site: Host;
  /** Takes the laptop's cable out: its address, routes and resolver are gone. */
  readonly unplug: () => Promise<void>;
  /** Plugs the laptop in: another address, gateway and resolver than in the other network. */
  readonly plugIn: (network: NetworkName) => Promise<void>;
  /** Gives a server of the site another address, and its name to that one; the old one is nobody's. */
  readonly moveServer: (server: ServerName, address: string) => Promise<void>;
}

const networks = {
  home: { router: '192.168.77.1', laptop: '192.168.77.10' },
  office: { router: '10.20.0.1', laptop: '10.20.0.10' },
} as const;
const siteRouter = '172.30.0.1';
const firstAddresses: Readonly<Record<ServerName, string>> = { api: '172.30.0.2', bind: '172.30.0.12' };
const zoneName = 'site.example';

export async function startRoamingLaptop(): Promise<RoamingLaptop> {
  await using parts = new AsyncDisposableStack();
  const namespaces = parts.use(await makeNamespaces());
  const [router, site, laptop] = [
    await namespaces.add('router'),
    await namespaces.add('site'),
    await namespaces.add('laptop'),
  ];
  await router.run('sysctl', '-qw', 'net.ipv4.ip_forward=1');
  // The second address of a host stays when the first one goes.
  await site.run('sysctl', '-qw', 'net.ipv4.conf.all.promote_secondaries=1');
  await namespaces.connect({ host: site, device: 'eth0' }, { host: router, device: 'v-site' });
  await router.run('ip', 'address', 'add', `${siteRouter}/24`, 'dev', 'v-site');
  const addresses = { ...firstAddresses };
  for (const address of Object.values(addresses))
    await site.run('ip', 'address', 'add', `${address}/24`, 'dev', 'eth0');
  await site.run('ip', 'route', 'add', 'default', 'via', siteRouter);
  const resolvers: Named[] = [];
  for (const [name, network] of Object.entries(networks)) {
    await namespaces.connect({ host: laptop, device: name }, { host: router, device: `v-${name}` });
    await laptop.run('ip', 'link', 'set', name, 'down');
    await router.run('ip', 'address', 'add', `${network.router}/24`, 'dev', `v-${name}`);
    const zones = [{ name: zoneName, text: siteZone(addresses) }];
    const place = { address: network.router, port: 53, commandPrefix: router.prefix };
    resolvers.push(parts.use(await startNamed({ ...place, zones })));
  }
  const all = parts.move();
  return {
    laptop,
    site,
    unplug: async () => {
      for (const name of Object.keys(networks)) {
        await laptop.run('ip', 'address', 'flush', 'dev', name);
        await laptop.run('ip', 'link', 'set', name, 'down');
      }
    },
    plugIn: async (name) => {
      const network = networks[name];
      await laptop.run('ip', 'link', 'set', name, 'up');
      await laptop.run('ip', 'address', 'add', `${network.laptop}/24`, 'dev', name);
      await laptop.run('ip', 'route', 'add', 'default', 'via', network.router);
      await setNameServer(laptop, network.router);
    },
    moveServer: async (server, address) => {
      await site.run('ip', 'address', 'delete', `${addresses[server]}/24`, 'dev', 'eth0');
      await site.run('ip', 'address', 'add', `${address}/24`, 'dev', 'eth0');
      addresses[server] = address;
      const name = `${server}.${zoneName}`;
      for (const resolver of resolvers)
        await resolver.nsupdate(`update delete ${name} A\nupdate add ${name} 60 A ${address}`);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

const siteZone = ({ api, bind }: Readonly<Record<ServerName, string>>): string =>
  `$ORIGIN ${zoneName}.
@ 60 IN SOA ns hostmaster 1 3600 600 86400 5
@ 60 IN NS ns
ns 60 IN A ${siteRouter}
api 60 IN A ${api}
bind 60 IN A ${bind}
`;
