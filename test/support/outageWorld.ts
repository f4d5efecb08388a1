import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ControlPlane, startControlPlane } from './controlPlane.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { type FaultyLink, faultyLink } from './faultyLink.ts';
import { type Host, makeNamespaces } from './lanNamespaces.ts';
import { type Named, startNamed } from './named.ts';
import type { Seeded } from './seed.ts';
import { waitFor } from './waitFor.ts';
import { type KeptWatch, watchKept } from './watchKept.ts';

/** What a test wrote into the cluster: address and port of each Service of the namespace `shop`. */
export type Services = ReadonlyMap<string, { readonly address: string; readonly port: number }>;

/**
 * A cluster and a name server on one host, the daemon on another, and a wire between them that can be
 * disturbed.
 *
 * ```
 *   node 10.77.0.1 ─────── site 10.77.0.2 (API server), 10.77.0.3 (BIND)
 * ```
 */
export interface OutageWorld extends AsyncDisposable {
  readonly cluster: ControlPlane;
  readonly named: Named;
  readonly site: Host;
  readonly links: Readonly<Record<'api' | 'bind', FaultyLink>>;
  readonly services: () => Services;
  /** After the cluster was put back to where it was with these. */
  readonly forgetServicesSince: (services: Services) => void;
  /** Creates, changes and deletes up to `most` Services. The API server must answer. */
  readonly change: (random: Seeded, most: number) => Promise<void>;
  /**
   * From now on looks whether what no change concerns stays in the zone: records written by hand, and the
   * addresses of Services. The zone must be exact.
   */
  readonly watchKept: () => KeptWatch;
  /** Starts the program with more flags than the usual ones. */
  readonly startDaemon: (...args: readonly string[]) => Promise<Daemon>;
  /** The user of the daemon gets another token; the file it reads has it only after the second step. */
  readonly rotateToken: () => Promise<{ readonly write: () => Promise<void> }>;
  /**
   * Waits until the zone is what the Services say, record for record, and the rest as it was written by hand.
   * Returns the milliseconds.
   */
  readonly exact: (what: string) => Promise<number>;
}

const zone = 'k8s.example';
const nodeAddress = '10.77.0.1';
const addresses = { api: '10.77.0.2', bind: '10.77.0.3' } as const;
const longestRepairMs = 90_000;
const hand = [
  'www.k8s.example. 300 IN A 192.0.2.1',
  'mail.k8s.example. 300 IN MX 10 mail.example.net.',
  '_acme-challenge.www.k8s.example. 60 IN TXT "token"',
];

/** Needs root. */
export async function startOutageWorld(): Promise<OutageWorld> {
  await using parts = new AsyncDisposableStack();
  const namespaces = parts.use(await makeNamespaces());
  const [site, node] = [await namespaces.add('site'), await namespaces.add('node')];
  await namespaces.connect({ host: site, device: 'eth0' }, { host: node, device: 'eth0' });
  await node.run('ip', 'address', 'add', `${nodeAddress}/24`, 'dev', 'eth0');
  for (const address of Object.values(addresses))
    await site.run('ip', 'address', 'add', `${address}/24`, 'dev', 'eth0');
  const cluster = parts.use(
    await startControlPlane({ commandPrefix: site.prefix, apiServerFlags: ['--bind-address=0.0.0.0'] }),
  );
  const named = parts.use(
    await startNamed({
      commandPrefix: site.prefix,
      options: `listen-on port 53 { ${addresses.bind}; };`,
      zones: [{ name: zone }, { name: 'home.example' }],
    }),
  );
  await named.nsupdate(hand.map((record) => `update add ${record.replace(' IN ', ' ')}`).join('\n'));
  await cluster.api('POST', '/api/v1/namespaces', { metadata: { name: 'shop' } });
  const kubeconfig = await writeKubeconfig(cluster);
  const home = await named.axfrText('home.example');
  const link = (server: 'api' | 'bind'): FaultyLink =>
    faultyLink({
      server: { host: site, address: addresses[server] },
      client: { host: node, address: nodeAddress },
    });
  let services: Services = new Map();
  let created = 0;
  let touched = new Set<string>();
  const change = async (random: Seeded, most: number): Promise<void> => {
    for (let count = random.below(most) + 1; count > 0; count -= 1) {
      created += 1;
      const name = `web-${random.below(names)}`;
      touched.add(name);
      services = await changeOne(cluster, services, { name, random, serial: created });
    }
  };
  const isExact = async (): Promise<void> => {
    const lines = (await named.axfrText(zone)).split('\n').filter((line) => line !== '');
    const content = lines.filter(
      (line) => !/ IN (?:SOA|NS) |_k8s-bind\.k8s\.example\. |^ns\.|^dns-version/.test(line),
    );
    expect(content.sort()).toEqual([...recordsOf(services), ...hand].sort());
    // A marker for each short name and its SRV record, and none that nothing stands behind.
    const markers = lines.filter((line) => /\S\._k8s-bind\.k8s\.example\. /.test(line));
    expect(markers).toHaveLength(2 * services.size);
  };
  const all = parts.move();
  return {
    cluster,
    named,
    site,
    links: { api: link('api'), bind: link('bind') },
    services: () => services,
    forgetServicesSince: (then) => {
      services = then;
    },
    change,
    watchKept: () => {
      touched = new Set();
      const then = services;
      const addressesOf = (): readonly string[] =>
        recordsOf(new Map([...then].filter(([name]) => !touched.has(name)))).filter((line) =>
          line.includes(' IN A '),
        );
      return watchKept(
        () => named.axfrText(zone),
        () => [...addressesOf(), ...hand],
      );
    },
    startDaemon: (...args) => {
      const where = ['--server', `${addresses.bind}:53`, '--kubeconfig', kubeconfig];
      const what = ['--namespace', 'shop', '--short-names', 'shop'];
      return startDaemon(named, zone, [...where, ...what, ...args], node.prefix);
    },
    rotateToken: () => rotateToken(cluster),
    exact: async (what) => {
      const startMs = performance.now();
      const options = { deadlineMs: longestRepairMs, intervalMs: 50 };
      await waitFor(`exact after ${what}`, () => isExact().then(() => true), options);
      const tookMs = performance.now() - startMs;
      expect(await named.axfrText('home.example')).toBe(home);
      return tookMs;
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** What must be in the zone for ClusterIP Services with short names, by the DNS specification 1.1.0. */
const recordsOf = (services: Services): readonly string[] =>
  [...services].flatMap(([name, { address, port }]) =>
    [`${name}.shop.svc.${zone}.`, `${name}.${zone}.`].flatMap((base) => [
      `${base} 30 IN A ${address}`,
      `_http._tcp.${base} 30 IN SRV 0 100 ${port} ${base}`,
    ]),
  );

const names = 60;
const path = '/api/v1/namespaces/shop/services';

/** @param serial a number that no change had before: the address of what is created comes from it */
async function changeOne(
  { api }: ControlPlane,
  services: Services,
  { name, random, serial }: { readonly name: string; readonly random: Seeded; readonly serial: number },
): Promise<Services> {
  const next = new Map(services);
  const known = services.get(name);
  const port = random.below(60_000) + 1;
  const ports = [{ name: 'http', protocol: 'TCP', port }];
  if (known === undefined) {
    const address = `10.${100 + (serial >> 16)}.${(serial >> 8) & 255}.${serial & 255}`;
    await api('POST', path, { metadata: { name }, spec: { clusterIP: address, ports } });
    next.set(name, { address, port });
  } else if (random.below(4) === 0 && services.size > names / 2) {
    await api('DELETE', `${path}/${name}`);
    next.delete(name);
  } else {
    await api('PATCH', `${path}/${name}`, { spec: { ports } });
    next.set(name, { ...known, port });
  }
  return next;
}

/** The daemon's kubeconfig by the address on the wire, with its token in a file. */
async function writeKubeconfig(cluster: ControlPlane): Promise<string> {
  const user = cluster.users['k8s-bind'];
  const file = join(cluster.folder, 'outage.kubeconfig');
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'test',
        cluster: {
          server: `https://${addresses.api}:${new URL(cluster.url).port}`,
          'certificate-authority': cluster.caFile,
          'tls-server-name': 'localhost',
        },
      },
    ],
    users: [{ name: 'k8s-bind', user: { tokenFile: user.tokenFile } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'k8s-bind' } }],
    'current-context': 'test',
  };
  await writeFile(file, JSON.stringify(content, null, 2), { mode: 0o600 });
  return file;
}

/** The API server reads its table of tokens when it starts. */
async function rotateToken(cluster: ControlPlane): Promise<{ readonly write: () => Promise<void> }> {
  const table = join(cluster.folder, 'tokens.csv');
  const { tokenFile } = cluster.users['k8s-bind'];
  const [old, token] = [(await readFile(tokenFile, 'utf8')).trim(), crypto.randomUUID()];
  await writeFile(table, (await readFile(table, 'utf8')).replace(old, token), { mode: 0o600 });
  await cluster.killApiServer();
  await cluster.startApiServer();
  return { write: () => writeFile(tokenFile, token, { mode: 0o600 }) };
}
