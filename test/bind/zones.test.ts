import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { runCli } from '../support/cli.ts';
import { type Named, startNamed } from '../support/named.ts';
import { emptyZoneText } from '../support/namedConf.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { makeTsigKey } from '../support/tsigKey.ts';
import { recordsOfType } from './zoneUpdates.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder('zones');
  await mkdir(join(folder.path, 'manifests'));
  await writeFile(join(folder.path, 'manifests', 'services.yaml'), manifests);
});
afterEach(() => folder[Symbol.asyncDispose]());

const manifests = `
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: default, labels: {tier: public}}
spec:
  type: LoadBalancer
  clusterIP: 10.96.0.1
  clusterIPs: [10.96.0.1]
  ports: [{port: 80}]
status: {loadBalancer: {ingress: [{ip: 192.0.2.80}]}}
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: default, labels: {tier: private}}
spec: {clusterIP: 10.96.0.2, clusterIPs: [10.96.0.2], ports: [{port: 5432}]}
`;

/** One pod behind two headless Services. */
const podOfTwoServices = ['cache', 'queue']
  .map(
    (name) => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: default}
spec: {clusterIP: None, clusterIPs: [None]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: ${name}-1, namespace: default, labels: {kubernetes.io/service-name: ${name}}}
addressType: IPv4
ports: []
endpoints: [{addresses: [10.96.0.7], hostname: a}]
`,
  )
  .join('---');

type ZoneEntry = { readonly zone: string; readonly [option: string]: unknown };

/** Runs the program once with a configuration file. */
const runOnce = async (
  zones: readonly ZoneEntry[],
  common: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const file = join(folder.path, 'k8s-bind.yaml');
  await writeFile(file, stringify({ owner: 'test', manifests: 'manifests', ...common, zones }));
  const { exitCode, stdout, stderr } = await runCli(['run', '--once', '--config', file]);
  expect({ exitCode, said: stdout + stderr }).toMatchObject({ exitCode: 0 });
};

const at = (named: Named): { readonly server: string; readonly keyFile: string } => ({
  server: `${named.address}:${named.port}`,
  keyFile: named.key().file,
});

const addresses = (named: Named, zone: string): Promise<string> => recordsOfType(named, zone, 'A');

test('two zones of one server have templates, selectors and addresses of their own', async () => {
  await using named = await startNamed({ zones: [{ name: 'k8s.example' }, { name: 'shop.example' }] });
  await runOnce(
    [
      { zone: 'k8s.example.' },
      {
        zone: 'shop.example.',
        selector: 'tier=public',
        addresses: 'external',
        shortNames: [],
        names: [{ template: 'www-{service}.{zone}', ttl: '60s' }],
      },
    ],
    at(named),
  );
  expect(await addresses(named, 'k8s.example')).toBe(
    `db.k8s.example. 30 IN A 10.96.0.2
ns.k8s.example. 3600 IN A 127.0.0.1
shop.k8s.example. 30 IN A 10.96.0.1
db.default.svc.k8s.example. 30 IN A 10.96.0.2
shop.default.svc.k8s.example. 30 IN A 10.96.0.1
`,
  );
  expect(await addresses(named, 'shop.example')).toBe(
    `ns.shop.example. 3600 IN A 127.0.0.1
shop.default.svc.shop.example. 30 IN A 192.0.2.80
www-shop.shop.example. 60 IN A 192.0.2.80
`,
  );
});

test('a name that lies in a zone below another is written to that zone alone', async () => {
  const lan = `${emptyZoneText('lan.example', '127.0.0.1')}apps NS ns\n`;
  await using named = await startNamed({
    zones: [{ name: 'lan.example', text: lan }, { name: 'apps.lan.example' }],
  });
  await runOnce(
    [
      { zone: 'lan.example.', shortNames: [], names: ['{service}.apps.{zone}', '{service}-lan.{zone}'] },
      { zone: 'apps.lan.example.', shortNames: [], selector: 'tier=none' },
    ],
    at(named),
  );
  expect(await addresses(named, 'lan.example')).toBe(
    `db-lan.lan.example. 30 IN A 10.96.0.2
ns.lan.example. 3600 IN A 127.0.0.1
shop-lan.lan.example. 30 IN A 10.96.0.1
db.default.svc.lan.example. 30 IN A 10.96.0.2
shop.default.svc.lan.example. 30 IN A 10.96.0.1
`,
  );
  expect(await addresses(named, 'apps.lan.example')).toBe(
    `db.apps.lan.example. 30 IN A 10.96.0.2
ns.apps.lan.example. 3600 IN A 127.0.0.1
shop.apps.lan.example. 30 IN A 10.96.0.1
`,
  );
});

test('zones may be on two servers, also those of the same reverse network', async () => {
  const reverse = { name: '96.10.in-addr.arpa' };
  await using one = await startNamed({ zones: [{ name: 'one.example' }, reverse] });
  await using two = await startNamed({ zones: [{ name: 'two.example' }, reverse] });
  await runOnce([
    { zone: 'one.example.', ...at(one), reverse: ['10.96.0.0/16'] },
    { zone: 'two.example.', ...at(two), reverse: ['10.96.0.0/16'], selector: 'tier=private' },
  ]);
  expect(await addresses(one, 'one.example')).toContain('shop.default.svc.one.example. 30 IN A 10.96.0.1');
  expect(await addresses(two, 'two.example')).not.toContain('shop.');
  expect(await recordsOfType(two, '96.10.in-addr.arpa', 'PTR')).toBe(
    '2.0.96.10.in-addr.arpa. 30 IN PTR db.default.svc.two.example.\n',
  );
  expect(await recordsOfType(one, '96.10.in-addr.arpa', 'PTR')).toBe(
    `1.0.96.10.in-addr.arpa. 30 IN PTR shop.default.svc.one.example.
2.0.96.10.in-addr.arpa. 30 IN PTR db.default.svc.one.example.
`,
  );
});

test('several forward zones may have their PTRs in one reverse zone, each by its own policy', async () => {
  await using named = await startNamed({
    zones: ['one.example', 'two.example', '96.10.in-addr.arpa'].map((name) => ({ name })),
  });
  await writeFile(join(folder.path, 'manifests', 'pods.yaml'), podOfTwoServices);
  const runWith = (one: string, two: string): Promise<void> =>
    runOnce(
      [
        { zone: 'one.example.', ptr: one, selector: 'tier!=public' },
        { zone: 'two.example.', ptr: two },
      ],
      { ...at(named), reverse: ['10.96.0.0/16'] },
    );
  await runWith('all', 'none');
  expect(await recordsOfType(named, '96.10.in-addr.arpa', 'PTR')).toBe(
    `2.0.96.10.in-addr.arpa. 30 IN PTR db.default.svc.one.example.
7.0.96.10.in-addr.arpa. 5 IN PTR a.cache.default.svc.one.example.
7.0.96.10.in-addr.arpa. 5 IN PTR a.queue.default.svc.one.example.
`,
  );
  await runWith('cluster-ip-only', 'one');
  expect(await recordsOfType(named, '96.10.in-addr.arpa', 'PTR')).toBe(
    `1.0.96.10.in-addr.arpa. 30 IN PTR shop.default.svc.two.example.
2.0.96.10.in-addr.arpa. 30 IN PTR db.default.svc.one.example.
2.0.96.10.in-addr.arpa. 30 IN PTR db.default.svc.two.example.
7.0.96.10.in-addr.arpa. 5 IN PTR a.cache.default.svc.two.example.
`,
  );
});

/** A view that a key chooses, with a forward and a reverse zone. */
const view = (key: string): string => `
view "${key}" {
  match-clients { key ${key}; };
  ${['k8s.example', '96.10.in-addr.arpa']
    .map(
      (zone) => `zone "${zone}" {
    type primary;
    file "zones/${key}.${zone}";
    update-policy { grant ${key} zonesub ANY; };
    allow-transfer { key ${key}; };
  };`,
    )
    .join('\n  ')}
};`;

test('an internal and an external view are two zones by two keys, forward and reverse', async () => {
  const keys = [await makeTsigKey('internal'), await makeTsigKey('external')];
  await using named = await startNamed({ zones: [], keys });
  for (const { name } of keys) {
    for (const zone of ['k8s.example', '96.10.in-addr.arpa']) {
      await writeFile(join(named.folder, 'zones', `${name}.${zone}`), emptyZoneText(zone, '127.0.0.1'));
    }
  }
  await named.reconfigure({ statements: keys.map(({ name }) => view(name)).join('\n') });
  const keyFile = (name: string): { readonly keyFile: string } => ({ keyFile: named.key(name).file });
  await runOnce(
    [
      { zone: 'k8s.example.', view: 'internal', ...keyFile('internal') },
      {
        zone: 'k8s.example.',
        view: 'external',
        ...keyFile('external'),
        addresses: 'external',
        selector: 'tier=public',
      },
    ],
    { server: `${named.address}:${named.port}`, reverse: ['10.96.0.0/16'] },
  );
  const seen = async (key: string, zone: string): Promise<readonly string[]> =>
    (await named.axfrText(zone, keyFile(key))).split('\n').filter((line) => / (?:A|PTR) /.test(line));
  expect(await seen('internal', 'k8s.example')).toEqual([
    'db.k8s.example. 30 IN A 10.96.0.2',
    'ns.k8s.example. 3600 IN A 127.0.0.1',
    'shop.k8s.example. 30 IN A 10.96.0.1',
    'db.default.svc.k8s.example. 30 IN A 10.96.0.2',
    'shop.default.svc.k8s.example. 30 IN A 10.96.0.1',
  ]);
  expect(await seen('external', 'k8s.example')).toEqual([
    'ns.k8s.example. 3600 IN A 127.0.0.1',
    'shop.k8s.example. 30 IN A 192.0.2.80',
    'shop.default.svc.k8s.example. 30 IN A 192.0.2.80',
  ]);
  expect(await seen('internal', '96.10.in-addr.arpa')).toEqual([
    '1.0.96.10.in-addr.arpa. 30 IN PTR shop.default.svc.k8s.example.',
    '2.0.96.10.in-addr.arpa. 30 IN PTR db.default.svc.k8s.example.',
    'ns.96.10.in-addr.arpa. 3600 IN A 127.0.0.1',
  ]);
  expect(await seen('external', '96.10.in-addr.arpa')).toEqual([
    'ns.96.10.in-addr.arpa. 3600 IN A 127.0.0.1',
  ]);
});
