import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliZone, cliZone, serviceManifest } from '../support/cliZone.ts';
import { type Named, type NamedOptions, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { recordsOfType } from './zoneUpdates.ts';

let named: Named;
let folder: TemporaryFolder;
let zone: CliZone;
beforeEach(async () => {
  folder = await temporaryFolder('reverse');
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** Starts named with the forward zone and these reverse zones. */
const serve = async (reverseZones: readonly string[], options: NamedOptions = {}): Promise<void> => {
  named = await startNamed({
    ...options,
    zones: ['k8s.example', ...reverseZones].map((name) => ({ name })),
  });
  zone = cliZone(named, folder.path);
};

const reverseArgs = (cidrs: readonly string[]): readonly string[] =>
  cidrs.flatMap((cidr) => ['--reverse', cidr]);

const runOnce = (cidrs: readonly string[], ...args: readonly string[]) =>
  zone.command('run', '--once', '--log-format', 'json', ...reverseArgs(cidrs), ...args);

const pointers = (name: string): Promise<string> => recordsOfType(named, name, 'PTR');

const headlessManifest = (name: string, addresses: readonly string[], hostname?: string): string => `
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {clusterIP: None, clusterIPs: [None], ports: [{name: sql, port: 5432}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: ${name}-1, labels: {kubernetes.io/service-name: ${name}}}
addressType: ${addresses[0]?.includes(':') ? 'IPv6' : 'IPv4'}
ports: [{name: sql, port: 5432}]
endpoints:
${addresses.map((address) => `- addresses: ["${address}"]${hostname === undefined ? '' : `\n  hostname: ${hostname}`}`).join('\n')}
`;

describe('the zones of a network', () => {
  test('are found below a /12: all sixteen /16 zones, and a /24 zone below one of them', async () => {
    const zones = Array.from({ length: 16 }, (_, index) => `${96 + index}.10.in-addr.arpa`);
    await serve([...zones, '5.97.10.in-addr.arpa']);
    for (const [name, address] of [
      ['first', '10.96.0.1'],
      ['finer', '10.97.5.7'],
      ['coarser', '10.97.6.7'],
      ['last', '10.111.255.254'],
    ] as const) {
      zone.write(`${name}.yaml`, serviceManifest(name, address));
    }
    const { exitCode, stdout, stderr } = await runOnce(['10.96.0.0/12']);
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 });
    expect(await pointers('96.10.in-addr.arpa')).toBe(
      '1.0.96.10.in-addr.arpa. 30 IN PTR first.default.svc.k8s.example.\n',
    );
    expect(await pointers('97.10.in-addr.arpa')).toBe(
      '7.6.97.10.in-addr.arpa. 30 IN PTR coarser.default.svc.k8s.example.\n',
    );
    expect(await pointers('5.97.10.in-addr.arpa')).toBe(
      '7.5.97.10.in-addr.arpa. 30 IN PTR finer.default.svc.k8s.example.\n',
    );
    expect(await pointers('111.10.in-addr.arpa')).toBe(
      '254.255.111.10.in-addr.arpa. 30 IN PTR last.default.svc.k8s.example.\n',
    );
  });

  test('may be one that several networks share, and what lies outside of them there is left alone', async () => {
    await serve(['10.in-addr.arpa']);
    await named.nsupdate('update add 1.0.0.10.in-addr.arpa. 300 PTR gateway.lan.example.');
    zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
    zone.write('db.yaml', headlessManifest('db', ['10.244.3.4', '10.8.0.9']));
    await runOnce(['10.96.0.0/12', '10.244.0.0/16']);
    expect(await pointers('10.in-addr.arpa')).toBe(
      `1.0.0.10.in-addr.arpa. 300 IN PTR gateway.lan.example.
4.3.244.10.in-addr.arpa. 5 IN PTR 10-244-3-4.db.default.svc.k8s.example.
1.0.96.10.in-addr.arpa. 30 IN PTR web.default.svc.k8s.example.
`,
    );
  });

  test('may be of IPv6', async () => {
    await serve(['0.0.0.0.6.9.0.0.0.1.0.0.0.0.d.f.ip6.arpa']);
    zone.write('db.yaml', headlessManifest('db', ['fd00:10:96::1f']));
    const { exitCode, stdout } = await runOnce(['fd00:10:96::/108']);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    expect(await pointers('0.0.0.0.6.9.0.0.0.1.0.0.0.0.d.f.ip6.arpa')).toBe(
      'f.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.9.0.0.0.1.0.0.0.0.d.f.ip6.arpa. 5 IN PTR fd00-10-96--1f.db.default.svc.k8s.example.\n',
    );
  });

  test('may be one for Services and pods together', async () => {
    await serve(['0.10.in-addr.arpa']);
    zone.write('web.yaml', serviceManifest('web', '10.0.221.141'));
    zone.write('db.yaml', headlessManifest('db', ['10.0.13.2'], 'db-0'));
    await runOnce(['10.0.0.0/16']);
    expect(await pointers('0.10.in-addr.arpa')).toBe(
      `2.13.0.10.in-addr.arpa. 5 IN PTR db-0.db.default.svc.k8s.example.
141.221.0.10.in-addr.arpa. 30 IN PTR web.default.svc.k8s.example.
`,
    );
  });
});

interface LogLine {
  readonly code?: string;
  readonly message: string;
  readonly fix?: string;
  readonly records?: readonly string[];
}

const logLines = (stdout: string): readonly LogLine[] =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);

describe('a network without a zone', () => {
  test('ends the start with the statement that BIND needs, and with it everything works', async () => {
    await serve([]);
    zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
    const before = await named.serial('k8s.example');
    const { exitCode, stdout, stderr } = await runOnce(['10.96.0.0/16']);
    expect(exitCode).toBe(2);
    expect(await named.serial('k8s.example')).toBe(before);
    const said = logLines(stdout + stderr).find(({ fix }) => fix !== undefined);
    expect(said?.code).toBe('noReverseZone');
    expect(said?.message).toBe(
      `Cannot write PTR records of "10.96.0.0/16" for zone "k8s.example.": 127.0.0.1:${named.port} has no zone for 96.10.in-addr.arpa., one is needed (or --reverse-missing ignore)`,
    );

    const file = /file "([^"]+)"/.exec(said?.fix ?? '')?.[1] ?? '';
    await mkdir(join(named.folder, file, '..'), { recursive: true });
    await writeFile(
      join(named.folder, file),
      '@ 300 SOA ns.k8s.example. root 1 3600 600 86400 5\n@ 300 NS ns.k8s.example.\n',
    );
    await named.reconfigure({
      statements: said?.fix?.replace('allow-transfer {', 'allow-transfer { key hand;') ?? '',
    });
    expect((await runOnce(['10.96.0.0/16'])).exitCode).toBe(0);
    expect(await pointers('96.10.in-addr.arpa')).toBe(
      '1.0.96.10.in-addr.arpa. 30 IN PTR web.default.svc.k8s.example.\n',
    );
  });

  test('is left out with --reverse-missing ignore, and the others get theirs', async () => {
    await serve(['244.10.in-addr.arpa']);
    zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
    zone.write('db.yaml', headlessManifest('db', ['10.244.3.4']));
    const args = ['--reverse-missing', 'ignore'];
    const { exitCode, stdout, stderr } = await runOnce(['10.96.0.0/16', '10.244.0.0/16'], ...args);
    expect(exitCode).toBe(0);
    expect(stdout + stderr).toContain('No reverse zone for a network: no PTRs there');
    expect(await pointers('244.10.in-addr.arpa')).toBe(
      '4.3.244.10.in-addr.arpa. 5 IN PTR 10-244-3-4.db.default.svc.k8s.example.\n',
    );
  });

  test("is not held by one of BIND's built-in empty zones", async () => {
    await serve([], { options: 'empty-zones-enable yes;' });
    zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
    expect((await named.query('10.in-addr.arpa', 'SOA')).text).toMatch(/ SOA 10\.IN-ADDR\.ARPA\. \. 0 /i);
    const { exitCode, stdout, stderr } = await runOnce(['10.96.0.0/16', 'fd00:10:96::/112']);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).toContain('has no zone for 96.10.in-addr.arpa.');
  });
});

describe('a PTR by another writer inside the network', () => {
  const foreign = '9.0.96.10.in-addr.arpa. 300 IN PTR printer.lan.example.';

  test('at first is foreign territory: it is shown and nothing is written to the reverse zone', async () => {
    await serve(['96.10.in-addr.arpa']);
    await named.nsupdate('update add 9.0.96.10.in-addr.arpa. 300 PTR printer.lan.example.');
    zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
    const before = await named.axfrText('96.10.in-addr.arpa');
    const { exitCode, stdout, stderr } = await runOnce(['10.96.0.0/16']);
    expect(exitCode).toBe(3);
    const said = logLines(stdout + stderr).find(({ records }) => Array.isArray(records));
    expect(said?.message).toMatch(
      /^Cannot claim zone "96\.10\.in-addr\.arpa\.": 1 records stand in the territory/,
    );
    expect(said?.records).toEqual([foreign.replace(' IN', '')]);
    expect(await named.axfrText('96.10.in-addr.arpa')).toBe(before);
  });

  test('after that is drift, and so is one of ours that was taken away', async () => {
    await serve(['10.in-addr.arpa']);
    zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
    await runOnce(['10.96.0.0/16']);
    await named.nsupdate(
      `update add 9.0.96.10.in-addr.arpa. 300 PTR printer.lan.example.
update delete 1.0.96.10.in-addr.arpa. PTR
update add 1.0.97.10.in-addr.arpa. 300 PTR outside.lan.example.`,
    );
    const { stdout, stderr } = await runOnce(['10.96.0.0/16']);
    expect(await pointers('10.in-addr.arpa')).toBe(
      `1.0.96.10.in-addr.arpa. 30 IN PTR web.default.svc.k8s.example.
1.0.97.10.in-addr.arpa. 300 IN PTR outside.lan.example.
`,
    );
    expect(stdout + stderr).not.toContain('"level":50');
  });
});

test.each([
  {
    policy: 'all',
    text: `1.0.96.10.in-addr.arpa. 30 IN PTR web.default.svc.k8s.example.
5.0.96.10.in-addr.arpa. 5 IN PTR 10-96-0-5.cache.default.svc.k8s.example.
5.0.96.10.in-addr.arpa. 5 IN PTR db-0.db.default.svc.k8s.example.
`,
  },
  {
    policy: 'hostname-only',
    text: `1.0.96.10.in-addr.arpa. 30 IN PTR web.default.svc.k8s.example.
5.0.96.10.in-addr.arpa. 5 IN PTR db-0.db.default.svc.k8s.example.
`,
  },
  {
    policy: 'one',
    text: `1.0.96.10.in-addr.arpa. 30 IN PTR web.default.svc.k8s.example.
5.0.96.10.in-addr.arpa. 5 IN PTR db-0.db.default.svc.k8s.example.
`,
  },
  {
    policy: 'cluster-ip-only',
    text: '1.0.96.10.in-addr.arpa. 30 IN PTR web.default.svc.k8s.example.\n',
  },
  { policy: 'none', text: '' },
])('--ptr $policy decides which addresses have which names, and may be changed', async ({ policy, text }) => {
  await serve(['96.10.in-addr.arpa']);
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
  zone.write('db.yaml', headlessManifest('db', ['10.96.0.5'], 'db-0'));
  zone.write('cache.yaml', headlessManifest('cache', ['10.96.0.5']));
  expect((await runOnce(['10.96.0.0/16'], '--ptr', policy)).exitCode).toBe(0);
  expect(await pointers('96.10.in-addr.arpa')).toBe(text);
  await runOnce(['10.96.0.0/16'], '--ptr', 'cluster-ip-only');
  expect(await pointers('96.10.in-addr.arpa')).toBe(
    '1.0.96.10.in-addr.arpa. 30 IN PTR web.default.svc.k8s.example.\n',
  );
});

describe('the PTR of a cluster IP', () => {
  const ofTenant = headlessManifest('tenant', ['10.96.0.1', '10.96.0.2', '10.96.0.7'], 'www');
  const bank = '1.0.96.10.in-addr.arpa. 30 IN PTR bank.default.svc.k8s.example.\n';
  const shop = '2.0.96.10.in-addr.arpa. 30 IN PTR shop.default.svc.k8s.example.\n';
  const free = (octet: number): string =>
    `${octet}.0.96.10.in-addr.arpa. 5 IN PTR www.tenant.default.svc.k8s.example.\n`;

  test.each(['all', 'one'])(
    "is its Service's while that is there, whatever slices of others say, with --ptr %s",
    async (policy) => {
      await serve(['96.10.in-addr.arpa']);
      const run = async (): Promise<string> => {
        expect((await runOnce(['10.96.0.0/16'], '--ptr', policy)).exitCode).toBe(0);
        return pointers('96.10.in-addr.arpa');
      };
      zone.write('bank.yaml', serviceManifest('bank', '10.96.0.1'));
      expect(await run()).toBe(bank);
      zone.write('tenant.yaml', ofTenant);
      expect(await run()).toBe(bank + free(2) + free(7));
      zone.write('shop.yaml', serviceManifest('shop', '10.96.0.2'));
      expect(await run()).toBe(bank + shop + free(7));
      zone.write('bank.yaml', '');
      expect(await run()).toBe(free(1) + shop + free(7));
      zone.write('tenant.yaml', '');
      expect(await run()).toBe(shop);
    },
  );
});
