import { type Host, makeNamespaces, type Namespaces, setNameServer } from './lanNamespaces.ts';
import { answersItsName, startNginx } from './lanNginx.ts';
import type { RunningProcess } from './process.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Addresses of the network 192.168.77.0/24 that all hosts share. */
export const nodeAddress = '192.168.77.1';
const hostAddress = '192.168.77.2';
const podNetwork = '10.244.0.0/16';
const podGateway = '10.244.255.254';

/**
 * A LAN of network namespaces.
 *
 * ```
 *   host 192.168.77.2 ──┐                      ┌── pod 10.244.0.1
 *                       ├── br-lan, node, cni0 ┼── pod 10.244.0.2
 *   more hosts ─────────┘   192.168.77.1       └── …
 * ```
 * The node routes, and has the bridge of its pods as flannel's CNI plugin makes it. Every other host has the
 * route to the pods by the node that flannel's host-gw backend would set, and asks only the name server of
 * the node. No host but the node knows the network of the cluster IPs.
 */
export interface Lan extends AsyncDisposable {
  readonly node: Host;
  readonly host: Host;
  readonly folder: string;
  /** One more host of the LAN. */
  readonly addHost: (name: string, address: string) => Promise<Host>;
  /** A pod with a real nginx that answers the pod's name. */
  readonly addPod: (name: string, address: string) => Promise<Pod>;
  /** Registers a process so that it ends with the LAN. */
  readonly keep: (process: RunningProcess) => void;
}

export interface Pod {
  readonly name: string;
  readonly host: Host;
  readonly address: string;
  /** Lets requests under way end, then takes the pod's network away. */
  readonly stop: () => Promise<void>;
  /** Everything is gone at once, as when a machine dies. */
  readonly kill: () => Promise<void>;
}

export async function startLan(): Promise<Lan> {
  await using parts = new AsyncDisposableStack();
  const folder = parts.use(await temporaryFolder('lan'));
  const namespaces = parts.use(await makeNamespaces());
  const processes = new Set<RunningProcess>();
  parts.defer(async () => void (await Promise.all([...processes].map((running) => running.kill()))));
  const lan = await assemble({ folder: folder.path, namespaces, processes });
  const all = parts.move();
  return { ...lan, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

interface Parts {
  readonly folder: string;
  readonly namespaces: Namespaces;
  readonly processes: Set<RunningProcess>;
}

async function assemble({
  folder,
  namespaces,
  processes,
}: Parts): Promise<Omit<Lan, typeof Symbol.asyncDispose>> {
  const node = await namespaces.add('node');
  await addBridge(node, 'br-lan', `${nodeAddress}/24`);
  await addBridge(node, 'cni0', `${podGateway}/16`);
  await node.run('sysctl', '-qw', 'net.ipv4.ip_forward=1');
  const plug = async (host: Host, bridge: string, address: string): Promise<void> => {
    const device = deviceFor(host.name);
    await namespaces.connect({ host, device: 'eth0' }, { host: node, device });
    await node.run('ip', 'link', 'set', device, 'master', bridge);
    await host.run('ip', 'address', 'add', address, 'dev', 'eth0');
  };
  const addHost = async (name: string, address: string): Promise<Host> => {
    const host = await namespaces.add(name);
    await plug(host, 'br-lan', `${address}/24`);
    await host.run('ip', 'route', 'add', podNetwork, 'via', nodeAddress);
    await setNameServer(host, nodeAddress);
    return host;
  };
  await setNameServer(node, nodeAddress);
  return {
    node,
    host: await addHost('host', hostAddress),
    folder,
    addHost,
    addPod: async (name, address) => {
      const pod = await namespaces.add(name);
      await plug(pod, 'cni0', `${address}/16`);
      await pod.run('ip', 'route', 'add', 'default', 'via', podGateway);
      const nginx = await startNginx(pod, folder, answersItsName(pod));
      processes.add(nginx);
      const end = (how: () => Promise<void>) => async (): Promise<void> => {
        processes.delete(nginx);
        await how();
        await namespaces.remove(pod);
      };
      return { name, host: pod, address, stop: end(() => quit(nginx)), kill: end(nginx.kill) };
    },
    keep: (running) => void processes.add(running),
  };
}

async function addBridge(node: Host, bridge: string, address: string): Promise<void> {
  await node.run('ip', 'link', 'add', bridge, 'type', 'bridge', 'forward_delay', '0');
  await node.run('ip', 'address', 'add', address, 'dev', bridge);
  await node.run('ip', 'link', 'set', bridge, 'up');
}

/** nginx ends when its last request has ended. */
async function quit(nginx: RunningProcess): Promise<void> {
  nginx.signal('SIGQUIT');
  await nginx.stop();
}

/** A name of an interface has at most fifteen characters. */
const deviceFor = (name: string): string => `v-${name.slice(-13)}`;

/**
 * Has the node answer for a cluster IP as kube-proxy does: by a rule that only the node's own packets meet.
 */
export async function routeClusterIp(
  node: Host,
  clusterIp: string,
  addresses: readonly string[],
): Promise<void> {
  const choices = addresses.map((address, index) => `${index} : ${address}`).join(', ');
  await node.run('nft', 'add', 'table', 'ip', 'kube');
  await node.run('nft', 'add chain ip kube output { type nat hook output priority -100; }');
  await node.run('nft', 'flush', 'chain', 'ip', 'kube', 'output');
  await node.run(
    'nft',
    `add rule ip kube output ip daddr ${clusterIp} tcp dport 80 dnat to numgen inc mod ${addresses.length} map { ${choices} }`,
  );
  // Without any route the node's own packets for it would not get as far as the rule.
  await node.run('ip', 'route', 'replace', '10.96.0.0/12', 'dev', 'br-lan');
}
