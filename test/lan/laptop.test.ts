import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { type Daemon, startConfiguredDaemon } from '../support/daemon.ts';
import { guideBlock, guideBlocks } from '../support/guideBlock.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type RoamingLaptop, startRoamingLaptop } from '../support/roamingLaptop.ts';
import { waitFor } from '../support/waitFor.ts';

const limitMs = 10_000;
const parts = new AsyncDisposableStack();
let world: RoamingLaptop;
let cluster: ControlPlane;
let named: Named;
let daemon: Daemon;
let neighbours: string;

beforeAll(async () => {
  world = parts.use(await startRoamingLaptop());
  const { site, laptop } = world;
  cluster = parts.use(
    await startControlPlane({ commandPrefix: site.prefix, apiServerFlags: ['--bind-address=0.0.0.0'] }),
  );
  named = parts.use(
    await startNamed({
      commandPrefix: site.prefix,
      options: 'listen-on port 53 { any; };',
      zones: [{ name: 'k8s.example' }, { name: 'home.example' }],
    }),
  );
  await named.nsupdate('update add printer.k8s.example 60 A 192.0.2.80');
  neighbours = await foreign();
  await world.plugIn('home');
  const kubeconfig = await kubeconfigByName();
  const config = join(cluster.folder, 'k8s-bind.yaml');
  const text = guideBlock('laptop.md', 'yaml k8s-bind.yaml')
    .replace('/etc/bind/k8s-bind.key', named.key().file)
    .replace('/etc/k8s-bind/kubeconfig', kubeconfig);
  await writeFile(config, text);
  daemon = parts.use(await startConfiguredDaemon(config, [], laptop.prefix));
  await daemon.ready();
});
afterAll(() => parts.disposeAsync());

/** The kubeconfig of the daemon with the API server's name in the place of its address. */
const kubeconfigByName = async (): Promise<string> => {
  const config = parse(readFileSync(cluster.users['k8s-bind'].kubeconfig, 'utf8')) as {
    clusters: { cluster: Record<string, string> }[];
  };
  for (const { cluster: entry } of config.clusters) {
    entry['server'] = `https://api.site.example:${new URL(cluster.url).port}`;
    entry['tls-server-name'] = 'localhost';
  }
  const file = join(cluster.folder, 'by-name.kubeconfig');
  await writeFile(file, stringify(config), { mode: 0o600 });
  return file;
};

/** All that is not ours, as text. */
const foreign = async (): Promise<string> => {
  const zone = await named.axfrText('k8s.example');
  const others = zone
    .split('\n')
    .filter((line) => !/\bSOA\b|_k8s-bind|svc|kubernetes|dns-version/.test(line));
  return [...others, await named.axfrText('home.example')].join('\n');
};

const addressOf = (name: string): Promise<string> => named.dig(`${name}.k8s.example`, 'A', '+short');

let services = 0;
const createService = async (): Promise<{ readonly name: string; readonly address: string }> => {
  services += 1;
  const created = { name: `svc-${services}`, address: `10.96.1.${services}` };
  await cluster.apply(`
apiVersion: v1
kind: Service
metadata: { name: ${created.name}, namespace: default }
spec: { clusterIP: ${created.address}, ports: [{ name: http, port: 80 }] }
`);
  return created;
};

/** Waits until every Service has its name, and says how long that took. */
const followed = async (sinceMs: number): Promise<void> => {
  const missing = async (): Promise<readonly string[]> => {
    const found = await Promise.all(
      Array.from({ length: services }, async (_, index) => {
        const name = `svc-${index + 1}`;
        return (await addressOf(name)) === `10.96.1.${index + 1}` ? [] : [name];
      }),
    );
    return found.flat();
  };
  await waitFor('every name is there', missing, {
    until: (names) => names.length === 0,
    deadlineMs: 60_000,
    hopeless: () => (daemon.process.isRunning() ? undefined : daemon.process.logs()),
  });
  const tookMs = performance.now() - sinceMs;
  console.log(`${expect.getState().currentTestName}: ${Math.round(tookMs)} ms`);
  expect(tookMs, daemon.process.logs().slice(-4000)).toBeLessThan(limitMs);
  expect(await foreign()).toBe(neighbours);
  expect(daemon.process.isRunning()).toBe(true);
};

test('the guide has these blocks, and the laptop the options of its resolv.conf', async () => {
  expect(guideBlocks('laptop.md')).toEqual(['yaml k8s-bind.yaml', 'text resolv.conf']);
  const options = guideBlock('laptop.md', 'text resolv.conf');
  expect(`${await world.laptop.run('cat', '/etc/resolv.conf')}\n`).toContain(options);
});

test('another network: address, gateway and resolver of the laptop change', async () => {
  await createService();
  await followed(performance.now());
  // Streams that are older than ten seconds are steady.
  await pause(11_000);
  await world.unplug();
  await createService();
  const sinceMs = performance.now();
  await world.plugIn('office');
  await followed(sinceMs);
});

test('another network after half a minute without any', async () => {
  await world.unplug();
  await createService();
  await pause(30_000);
  const sinceMs = performance.now();
  await world.plugIn('home');
  await createService();
  await followed(sinceMs);
});

test('the API server has another address, and its name moves', async () => {
  await pause(11_000);
  const sinceMs = performance.now();
  await world.moveServer('api', '172.30.0.3');
  await createService();
  await followed(sinceMs);
});

test('BIND has another address, and its name moves', async () => {
  await pause(3_000);
  const sinceMs = performance.now();
  await world.moveServer('bind', '172.30.0.13');
  await createService();
  await followed(sinceMs);
});

test('everything at once, while something is being written', async () => {
  await createService();
  await world.unplug();
  const sinceMs = performance.now();
  await world.moveServer('api', '172.30.0.4');
  await world.moveServer('bind', '172.30.0.14');
  await world.plugIn('office');
  await createService();
  await followed(sinceMs);
});
