import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliZone, cliZone, serviceManifest } from '../support/cliZone.ts';
import { type Daemon, startDaemon } from '../support/daemon.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';
import { type LoggedUpdate, loggedUpdates, recordsOfType } from './zoneUpdates.ts';

const reverse = '96.10.in-addr.arpa';
let named: Named;
let folder: TemporaryFolder;
let zone: CliZone;
beforeEach(async () => {
  folder = await temporaryFolder('reverse-order');
  named = await startNamed({
    zones: ['k8s.example', reverse, '0.97.10.in-addr.arpa'].map((name) => ({ name })),
    logUpdates: true,
  });
  zone = cliZone(named, folder.path);
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const start = async (sources = 'service'): Promise<Daemon> => {
  const networks = ['--reverse', '10.96.0.0/16', '--reverse', '10.97.0.0/24'];
  const source = ['--owner', 'test', '--manifests', zone.manifests, '--source', sources];
  const daemon = await startDaemon(named, 'k8s.example.', [...networks, ...source]);
  await daemon.ready();
  return daemon;
};

const becomes = (name: string, type: string, expected: string): Promise<unknown> =>
  waitFor(`${name} ${type} is "${expected}"`, () => named.dig(name, type, '+short'), {
    until: (found) => found === expected,
  });

/** Where in the log of changes a change stands; fails when it is not there. */
const positionOf = (updates: readonly LoggedUpdate[], change: string): number => {
  const position = updates.findIndex((update) => update.change === change);
  expect(position, `${change} in\n${updates.map((update) => update.change).join('\n')}`).toBeGreaterThan(-1);
  return position;
};

const name = 'web.default.svc.k8s.example';
const pointer = (last: number): string => `${last}.0.96.10.in-addr.arpa`;

test('a name is there before its PTR comes, and its PTR is gone before the name goes', async () => {
  await using _ = await start();
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
  await becomes(pointer(1), 'PTR', `${name}.`);
  const coming = loggedUpdates(named);
  expect(positionOf(coming, `add ${name} A`)).toBeLessThan(positionOf(coming, `add ${pointer(1)} PTR`));

  const from = named.logs().length;
  zone.write('web.yaml', '# gone');
  await becomes(name, 'A', '');
  const going = loggedUpdates(named, from);
  expect(positionOf(going, `delete ${pointer(1)} PTR`)).toBeLessThan(positionOf(going, `delete ${name} A`));
  expect(await recordsOfType(named, reverse, 'PTR')).toBe('');
});

test('an address that changes: the old PTR goes, the name changes, the new PTR comes, also into another zone', async () => {
  await using _ = await start();
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
  await becomes(pointer(1), 'PTR', `${name}.`);
  const from = named.logs().length;
  zone.write('web.yaml', serviceManifest('web', '10.97.0.2'));
  await becomes('2.0.97.10.in-addr.arpa', 'PTR', `${name}.`);
  const updates = loggedUpdates(named, from);
  const order = [
    positionOf(updates, `delete ${pointer(1)} PTR`),
    positionOf(updates, `add ${name} A`),
    positionOf(updates, 'add 2.0.97.10.in-addr.arpa PTR'),
  ];
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('a restart with nothing changed writes the claim of each zone, and no PTR', async () => {
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
  {
    await using _ = await start();
    await becomes(pointer(1), 'PTR', `${name}.`);
  }
  const from = named.logs().length;
  await using _ = await start();
  const changes = loggedUpdates(named, from).map(({ zone, change }) => `${zone}: ${change}`);
  const claimed = ['k8s.example', reverse, '0.97.10.in-addr.arpa'].flatMap((zone) => [
    `${zone}: delete one record`,
    `${zone}: add _k8s-bind.${zone} TXT`,
  ]);
  expect(changes.toSorted()).toEqual(claimed.toSorted());
});

test('a reverse zone that takes no updates holds nothing up in the forward zone', async () => {
  await using daemon = await start();
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
  await becomes(pointer(1), 'PTR', `${name}.`);
  await named.rndc('freeze', reverse);
  zone.write('other.yaml', serviceManifest('other', '10.96.0.9'));
  await becomes('other.default.svc.k8s.example', 'A', '10.96.0.9');
  zone.write('web.yaml', serviceManifest('web', '10.97.0.2'));
  await becomes(name, 'A', '10.97.0.2');
  await named.rndc('thaw', reverse);
  await waitFor('the reverse zone is in step again', () => recordsOfType(named, reverse, 'PTR'), {
    until: (text) => text === `9.0.96.10.in-addr.arpa. 30 IN PTR other.default.svc.k8s.example.\n`,
    deadlineMs: 40_000,
  });
  expect(daemon.process.isRunning()).toBe(true);
});

/** From now on the server refuses A records at these names, or takes all. */
const refuse = async (...names: readonly string[]): Promise<void> => {
  const zones = [reverse, '0.97.10.in-addr.arpa'].map((zone) => ({ name: zone }));
  const denials = names.map((name) => `deny "k8s-bind" name ${name}. A;`).join(' ');
  const grants = 'grant "hand" zonesub ANY; grant "k8s-bind" zonesub A AAAA CNAME SRV PTR TXT;';
  const update = names.length === 0 ? {} : { update: `update-policy { ${denials} ${grants} };` };
  await named.reconfigure({ zones: [{ name: 'k8s.example', ...update }, ...zones] });
};

test('a name that is refused gets no PTR until it is taken', async () => {
  await refuse(name);
  await using daemon = await start();
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
  zone.write('other.yaml', serviceManifest('other', '10.96.0.9'));
  await waitFor('the Service stands apart', () => daemon.process.logs().includes('default/web'));
  await becomes(pointer(9), 'PTR', 'other.default.svc.k8s.example.');
  expect(await recordsOfType(named, reverse, 'PTR')).not.toContain(name);

  await refuse();
  await waitFor('the PTR comes', () => named.dig(pointer(1), 'PTR', '+short'), {
    until: (found) => found === `${name}.`,
    deadlineMs: 40_000,
  });
  expect(await named.dig(name, 'A', '+short')).toBe('10.96.0.1');
});

const node = (name: string, ip: string): string => `
apiVersion: v1
kind: Node
metadata: { name: ${name} }
status: { addresses: [{ type: InternalIP, address: ${ip} }], conditions: [{ type: Ready, status: 'True' }] }
`;

const pod = (name: string, ip: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name} }
status: { phase: Running, podIP: ${ip}, podIPs: [{ ip: ${ip} }] }
`;

test('names of a Node and of a Pod that are refused get no PTR until they are taken, and their neighbours do', async () => {
  const names = ['a.node.k8s.example', '10-96-0-21.default.pod.k8s.example'];
  await refuse(...names);
  await using daemon = await start('service,node,pod');
  const nodes = [node('a', '10.96.0.11'), node('b', '10.96.0.12')];
  const pods = [pod('a', '10.96.0.21'), pod('b', '10.96.0.22')];
  zone.write('machines.yaml', [...nodes, ...pods].join('---'));
  await waitFor('both stand apart', () => daemon.process.logs(), {
    until: (logs) => names.every((name) => logs.includes(name)),
  });
  await becomes(pointer(12), 'PTR', 'b.node.k8s.example.');
  await becomes(pointer(22), 'PTR', '10-96-0-22.default.pod.k8s.example.');
  for (const last of [11, 21]) expect(await named.dig(pointer(last), 'PTR', '+short')).toBe('');

  await refuse();
  for (const [at, last] of [11, 21].entries())
    await waitFor(`the PTR of ${names[at]} comes`, () => named.dig(pointer(last), 'PTR', '+short'), {
      until: (found) => found === `${names[at]}.`,
      deadlineMs: 40_000,
    });
});

const importManifest = (name: string, ip: string): string => `
apiVersion: multicluster.x-k8s.io/v1beta1
kind: ServiceImport
metadata: { name: ${name} }
spec: { type: ClusterSetIP, ips: [${ip}], ports: [] }
`;

test('the name of a ServiceImport is there before its PTR, and goes after it', async () => {
  await using _ = await start('import');
  zone.write('other.yaml', importManifest('other', '10.96.0.9'));
  zone.write('web.yaml', importManifest('web', '10.96.0.1'));
  await becomes(pointer(1), 'PTR', `${name}.`);
  const coming = loggedUpdates(named);
  expect(positionOf(coming, `add ${name} A`)).toBeLessThan(positionOf(coming, `add ${pointer(1)} PTR`));

  const from = named.logs().length;
  zone.write('web.yaml', '# gone');
  await becomes(name, 'A', '');
  const going = loggedUpdates(named, from);
  expect(positionOf(going, `delete ${pointer(1)} PTR`)).toBeLessThan(positionOf(going, `delete ${name} A`));
  expect(await named.dig(pointer(9), 'PTR', '+short')).toBe('other.default.svc.k8s.example.');
});

test('the name of a ServiceImport that is refused gets no PTR, and its neighbour does', async () => {
  const zones = [reverse, '0.97.10.in-addr.arpa'].map((zone) => ({ name: zone }));
  const grants = 'grant "hand" zonesub ANY; grant "k8s-bind" zonesub A AAAA CNAME SRV PTR TXT;';
  const update = `update-policy { deny "k8s-bind" name ${name}. A; ${grants} };`;
  await named.reconfigure({ zones: [{ name: 'k8s.example', update }, ...zones] });
  await using daemon = await start('import');
  zone.write('web.yaml', importManifest('web', '10.96.0.1'));
  zone.write('other.yaml', importManifest('other', '10.96.0.9'));
  await waitFor('it stands apart', () => daemon.process.logs().includes('default/web'));
  await becomes(pointer(9), 'PTR', 'other.default.svc.k8s.example.');
  expect(await recordsOfType(named, reverse, 'PTR')).not.toContain(name);
});
