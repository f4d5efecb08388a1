import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createForwardZone } from '../../src/controller/desired/createForwardZone.ts';
import { createServiceEvents } from '../../src/daemon/tell/serviceEvents.ts';
import type { ServiceEvent } from '../../src/kube/events/serviceEvent.ts';
import { eventObject } from '../../src/kube/events/serviceEvent.ts';
import { objectRefKey } from '../../src/model/objectRef.ts';
import { originOfSnapshot } from '../../src/model/originSnapshot.ts';
import { snapshotsOfManifest } from '../golden/snapshotsOfManifest.ts';
import { runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { startDaemon } from '../support/daemon.ts';
import { defaultRecordOptions } from '../support/defaultOptions.ts';
import { startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

/** C0 with colours and titles, C1, bells, bidirectional overrides, ends of lines of all kinds, zero width. */
const hostile = [
  '\u001b[31mred',
  '\u001b]0;title\u0007',
  '\u009b2J',
  '\u0090payload\u009c',
  'a\rb',
  'a\nForged line',
  '\u2028forged\u2029',
  '\u202egnp.exe',
  '\u2066isolated',
  '\u200bnothing\ufeff',
  '\u007f',
  '\u{e0041}tag',
].join(' ');

/** What must stand nowhere: all that acts, but for the ends of our own lines. */
const raw = /[^\P{C}\n\t]|[\u2028\u2029]|^Forged line/mu;

const service = (name: string, spec: object, annotations: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default', annotations },
  spec,
});
const clusterIp = { clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9'], ports: [{ port: 80 }] };

const objects = [
  service('annotated', clusterIp, {
    'k8s-bind.io/ttl': hostile,
    'k8s-bind.io/addresses': hostile,
    'k8s-bind.io/ignore': hostile,
    'k8s-bind.io/srv-weight': hostile,
    'k8s-bind.io/hostname': `${hostile},ok.k8s.example`,
    'external-dns.alpha.kubernetes.io/hostname': hostile,
    'external-dns.alpha.kubernetes.io/target': hostile,
    'external-dns.alpha.kubernetes.io/ttl': hostile,
  }),
  service('named', { type: 'ExternalName', externalName: hostile }),
  service('ports', {
    ...clusterIp,
    ports: [
      { name: hostile, port: 80 },
      { port: hostile, protocol: hostile },
    ],
  }),
  service('addressed', { ...clusterIp, clusterIPs: [hostile, '10.96.0.9'], externalIPs: [hostile] }),
  service(hostile, clusterIp),
  {
    ...service('balanced', { ...clusterIp, type: 'LoadBalancer' }, { 'k8s-bind.io/addresses': 'external' }),
    status: { loadBalancer: { ingress: [{ hostname: hostile }, { ip: hostile }] } },
  },
  service('headless', { clusterIP: 'None', clusterIPs: ['None'], ports: [{ name: 'http', port: 80 }] }),
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: 'headless-1',
      namespace: 'default',
      labels: { 'kubernetes.io/service-name': 'headless' },
    },
    addressType: 'IPv4',
    ports: [{ name: hostile, port: 80 }],
    endpoints: [
      {
        addresses: ['10.244.0.1'],
        conditions: { ready: true },
        hostname: hostile,
        targetRef: { kind: 'Pod', name: hostile },
      },
      { addresses: [hostile] },
    ],
  },
];

const manifest = objects.map((object) => JSON.stringify(object)).join('\n---\n');
const flags = [
  '--external-dns-annotations',
  '--short-names',
  'default',
  '--name',
  '{label:x}.{service}.lan.{zone}',
];

test('nothing that an object holds acts on a terminal, in a log, in the status, on the page or in an Event', async () => {
  await using named = await startNamed();
  await using folder = await temporaryFolder('hostile-text');
  await writeFile(
    join(folder.path, 'hostile.yaml'),
    `${manifest}\n---\n${serviceManifest('web', '10.96.0.1')}`,
  );
  const source = ['--zone', 'k8s.example.', '--owner', 'test', '--manifests', folder.path, ...flags];
  const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
  const said = new Map<string, string>();
  const run = async (what: string, ...args: readonly string[]): Promise<void> => {
    const { stdout, stderr } = await runCli(args);
    said.set(what, `${stdout}${stderr}`);
  };
  for (const output of ['text', 'json', 'yaml']) {
    await run(`plan ${output}`, 'plan', ...server, ...source, '--output', output);
    await run(`check ${output}`, 'check', ...server, ...source, '--output', output);
  }
  for (const format of ['zone', 'hosts', 'json'])
    await run(
      `export ${format}`,
      'export',
      format,
      ...source.filter((flag) => flag !== '--owner' && flag !== 'test'),
    );
  await run('export env', 'export', 'env', '--manifests', folder.path);
  await run('pretty log', 'run', '--once', ...server, ...source, '--log-format', 'pretty');

  await using daemon = await startDaemon(named, 'k8s.example.', [
    '--owner',
    'test',
    '--manifests',
    folder.path,
    ...flags,
  ]);
  await daemon.ready();
  for (const path of [
    '/v1/status',
    '/v1/summary',
    '/v1/services',
    '/v1/objects',
    '/v1/records',
    '/readyz',
    '/metrics',
    '/',
  ]) {
    said.set(path, await (await fetch(`http://${daemon.listen}${path}`)).text());
  }
  for (const output of ['text', 'json', 'yaml']) {
    await run(`status ${output}`, 'status', '--listen', daemon.listen, '--output', output);
  }
  await waitFor('what is wrong is said', () => daemon.process.logs().includes('of Service default/headless'));
  said.set('JSON log', daemon.process.logs());
  said.set(
    'Events',
    JSON.stringify(eventsOf(join(folder.path, 'hostile.yaml')).map(noted)).replaceAll('"}', '"}\n'),
  );

  for (const [what, text] of said) {
    const at = text.search(raw);
    expect([what, at < 0 ? '' : JSON.stringify(text.slice(Math.max(0, at - 60), at + 20))]).toEqual([
      what,
      '',
    ]);
  }
  const escape = /\\+u001b\[31mred/;
  for (const what of [
    'plan text',
    'export zone',
    'pretty log',
    'JSON log',
    '/v1/status',
    '/v1/services',
    'status text',
    'Events',
  ]) {
    expect([what, escape.test(said.get(what) ?? '')]).toEqual([what, true]);
  }
  expect(await named.dig('web.default.svc.k8s.example', 'A', '+short')).toBe('10.96.0.1');
  expect(await named.dig('headless.default.svc.k8s.example', 'A', '+short')).toBe('10.244.0.1');
});

/** The Events that a daemon in the cluster would write about these objects. */
const eventsOf = (path: string): readonly ServiceEvent[] => {
  const written: ServiceEvent[] = [];
  const options = { ...defaultRecordOptions('k8s.example.'), externalDnsAnnotations: true };
  const snapshots = snapshotsOfManifest(path, options);
  const byKey = new Map(
    snapshots.map((snapshot) => [objectRefKey(originOfSnapshot(snapshot).ref), snapshot]),
  );
  const events = createServiceEvents({
    write: (event) => void written.push(event),
    snapshot: (key) => byKey.get(key),
  });
  const desired = createForwardZone({
    options,
    others: [],
    onProblems: (_key, problems) => problems.forEach(events.problem),
    onContest: () => undefined,
  });
  for (const [key, snapshot] of byKey) desired.put(key, snapshot);
  return written;
};

const noted = (event: ServiceEvent) => {
  const { note, reason } = eventObject(event, { objectName: 'x', wallMs: 0, reporter: 'test' });
  return { note, reason };
};

test('an annotation of 256 kB is twenty lines and a count, and the status stays small; the neighbour is served', async () => {
  await using named = await startNamed();
  await using folder = await temporaryFolder('long-annotation');
  const names = Array.from({ length: 28_002 }, (_unused, index) => `_${index.toString(36)}!`).join(',');
  const long = service('long', clusterIp, {
    'k8s-bind.io/hostname': names,
    'k8s-bind.io/ttl': 'x'.repeat(200_000),
  });
  await writeFile(
    join(folder.path, 'long.yaml'),
    `${JSON.stringify(long)}\n---\n${serviceManifest('web', '10.96.0.1')}`,
  );
  await using daemon = await startDaemon(named, 'k8s.example.', [
    '--owner',
    'test',
    '--manifests',
    folder.path,
  ]);
  await daemon.ready();
  const status = await (await fetch(`http://${daemon.listen}/v1/status`)).text();
  expect(status.length).toBeLessThan(20_000);
  expect(status).toContain('Cannot publish all names of Service default/long');
  expect(status).toMatch(/and \d+ more problems of Service default\/long/);
  const metrics = await (await fetch(`http://${daemon.listen}/metrics`)).text();
  // The names that are looked at are counted, and not only those of which something is said.
  expect(Number(/k8s_bind_records_unpublishable\{.*\} (\d+)/.exec(metrics)?.[1])).toBeGreaterThan(100);
  const lines = daemon.process.logs().split('\n');
  expect(lines.filter((line) => line.includes('Record left out')).length).toBeLessThanOrEqual(21);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(1_000);
  expect(await named.dig('web.default.svc.k8s.example', 'A', '+short')).toBe('10.96.0.1');
  expect(await named.dig('long.default.svc.k8s.example', 'A', '+short')).toBe('10.96.0.9');
});
