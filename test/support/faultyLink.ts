import type { Host } from './lanNamespaces.ts';

/** Ends a fault. */
export type Mend = () => Promise<void>;

/** What can happen on the way from one host to a server of another. Each fault stays until it is mended. */
export interface FaultyLink {
  /** Whoever sends something, or connects, gets a reset. */
  readonly cut: () => Promise<Mend>;
  /** Nothing arrives, either way. */
  readonly blackHole: () => Promise<Mend>;
  /** What the client sends does not arrive; what the server sends does. */
  readonly halfOpen: () => Promise<Mend>;
  /**
   * Nothing of the connections that are open now arrives any more, for ever; new ones work. So does a
   * firewall that has lost its table.
   */
  readonly forget: () => Promise<Mend>;
}

export interface LinkEnds {
  readonly server: { readonly host: Host; readonly address: string };
  readonly client: { readonly host: Host; readonly address: string };
}

let tables = 0;

export function faultyLink({ server, client }: LinkEnds): FaultyLink {
  const toServer = `ip saddr ${client.address} ip daddr ${server.address}`;
  const toClient = `ip saddr ${server.address} ip daddr ${client.address}`;
  /** Rules of the server's host, for what comes in and what goes out. */
  const filter = async (incoming: string, outgoing?: string): Promise<Mend> => {
    tables += 1;
    const table = `inet fault${tables}`;
    const chain = (name: string, hook: string, rule = ''): string =>
      `chain ${name} {\n type filter hook ${hook} priority 0\n ${rule}\n}`;
    const chains = [chain('incoming', 'input', incoming), chain('outgoing', 'output', outgoing)];
    await server.host.run('nft', `table ${table} {\n${chains.join('\n')}\n}`);
    return async () => void (await server.host.run('nft', 'delete', 'table', ...table.split(' ')));
  };
  /** The client's ports of all connections that are open. */
  const openPorts = async (): Promise<string> => {
    const list = await client.host.run('ss', '-Htn', 'state', 'established', 'dst', server.address);
    const ports = list.split('\n').flatMap((line) => /:(\d+)\s+\S+:\d+\s*$/.exec(line)?.[1] ?? []);
    if (ports.length === 0)
      throw new Error(`Cannot silence connections to ${server.address}: there are none`);
    return `{ ${ports.join(', ')} }`;
  };
  return {
    cut: () => filter(`${toServer} meta l4proto tcp reject with tcp reset`),
    blackHole: () => filter(`${toServer} drop`, `${toClient} drop`),
    halfOpen: () => filter(`${toServer} drop`),
    forget: async () => {
      const ports = await openPorts();
      return filter(`${toServer} tcp sport ${ports} drop`, `${toClient} tcp dport ${ports} drop`);
    },
  };
}

/** Lets a host send 64 kbit a second by this device: what it sends comes seconds late. */
export async function slowDown(host: Host, device: string): Promise<Mend> {
  await host.run(
    'tc',
    'qdisc',
    'add',
    'dev',
    device,
    'root',
    'tbf',
    'rate',
    '64kbit',
    'burst',
    '4kb',
    'latency',
    '3s',
  );
  return async () => void (await host.run('tc', 'qdisc', 'delete', 'dev', device, 'root'));
}
