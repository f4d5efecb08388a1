import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { type CliZone, cliZone, serviceManifest } from '../support/cliZone.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { makeTsigKey, writeTsigKey } from '../support/tsigKey.ts';

let named: Named;
let folder: TemporaryFolder;
let zone: CliZone;
beforeEach(async () => {
  named = await startNamed();
  folder = await temporaryFolder('cli-check');
  zone = cliZone(named, folder.path);
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** What it prints, without what depends on this machine: ports, paths, serials, routes and the sums. */
const checked = async (
  ...args: readonly string[]
): Promise<{ exitCode: number | undefined; text: string }> => {
  const { exitCode, stdout, stderr } = await zone.command('check', ...args);
  expect(stderr).toBe('');
  const text = stdout
    .replace(/^(ok|warning) +route .*\n( +fix: .*\n)?/m, '')
    .replace(/\d+ errors?, .*\n$/, '')
    .replaceAll(`:${named.port}`, ':PORT')
    .replace(/it is BIND 9\.18\.\S+/, 'it is BIND 9.18')
    .replaceAll(zone.manifests, 'MANIFESTS')
    .replaceAll(/serial \d+/g, 'serial N')
    .replaceAll(/\(\S+\/\d+\)/g, '(HOST/PID)');
  return { exitCode, text };
};

const services = 'ok       services   1 Services from MANIFESTS\n';
const reached = `${services}zone k8s.example.
ok       server     127.0.0.1:PORT answers, it is BIND 9.18
ok       key        k8s-bind is accepted
ok       clock      agrees with that of the server, within 300 s
`;
const served = `${reached}ok       zone       is served here, serial N
ok       negative   resolvers ask again for a missing name after 5 s
`;
const writable = `${served}ok       update     k8s-bind may write A AAAA CNAME SRV TXT\n`;
const readable = `${writable}ok       transfer   the zone can be read\n`;
const grant =
  'zone "k8s.example." { update-policy { grant k8s-bind zonesub A AAAA CNAME SRV PTR TXT; }; };  (or: rndc thaw k8s.example.)';

test('finds nothing wrong where nothing is, and changes nothing', async () => {
  const before = await named.axfrText('k8s.example');
  expect(await checked()).toEqual({
    exitCode: 0,
    text: `${readable}ok       claim      the zone is nobody's, and nothing stands in its territory\n`,
  });
  expect(await named.axfrText('k8s.example')).toBe(before);
  await zone.command('run', '--once');
  expect(await checked()).toEqual({ exitCode: 0, text: `${readable}ok       claim      the zone is ours\n` });
});

describe('names each fault and the line that fixes it:', () => {
  test('the name server is away', async () => {
    await named.stop();
    const { exitCode, text } = await checked();
    expect(exitCode).toBe(7);
    expect(text).toMatch(
      /^ok {7}services .*\nzone k8s\.example\.\nerror {4}server {5}Cannot reach the name server of zone "k8s\.example\.": .*ECONNREFUSED.*: nobody listens there\n {20}fix: start named, .*\n$/,
    );
  });

  test('the key is not known', async () => {
    const other = await writeTsigKey(folder.path, await makeTsigKey('other'));
    const { exitCode, stdout } = await runCli([
      'check',
      '--server',
      `${named.address}:${named.port}`,
      '--zone',
      'k8s.example.',
      '--owner',
      'test',
      '--manifests',
      zone.manifests,
      '--key-file',
      other.file,
    ]);
    expect(exitCode).toBe(7);
    expect(stdout).toMatch(/^error {4}key {8}Cannot prove ourselves .* with key other: it answers BADKEY/m);
    expect(stdout).toMatch(/^ {20}fix: key "other"/m);
  });

  test('the secret is another one', async () => {
    const other = await writeTsigKey(folder.path, await makeTsigKey('k8s-bind'));
    writeFileSync(
      join(folder.path, 'k8s-bind.yaml'),
      `keyFile: ${other.file}\nserver: ${named.address}:${named.port}\n`,
    );
    const { exitCode, stdout } = await runCli([
      'check',
      '--config',
      join(folder.path, 'k8s-bind.yaml'),
      '--zone',
      'k8s.example.',
      '--manifests',
      zone.manifests,
    ]);
    expect(exitCode).toBe(7);
    expect(stdout).toMatch(/^error {4}key .*it answers BADSIG, its secret is another one$/m);
  });

  test('the zone is not there', async () => {
    await named.reconfigure({ zones: [{ name: 'other.example' }] });
    const { exitCode, text } = await checked();
    expect(exitCode).toBe(7);
    expect(
      text,
    ).toBe(`${reached}error    zone       Cannot update zone "k8s.example.": 127.0.0.1:PORT answers NOTAUTH, it is not the zone's primary
                    fix: zone "k8s.example." { type primary; file "k8s.example.db"; };
`);
  });

  test('the zone takes no updates', async () => {
    await named.reconfigure({ zones: [{ name: 'k8s.example', update: '' }] });
    await named.restart();
    const { exitCode, text } = await checked();
    expect(exitCode).toBe(7);
    expect(text).toContain('ok       zone       is served here, serial N\nerror    update     Cannot update');
    expect(text).toContain(`fix: ${grant}\n`);
  });

  test('the zone is frozen', async () => {
    await named.rndc('freeze', 'k8s.example');
    const { exitCode, text } = await checked();
    expect(exitCode).toBe(7);
    expect(text).toContain('answers REFUSED; the zone is frozen, or takes no updates');
  });

  test('the policy leaves out a type and a part of the zone', async () => {
    const update =
      'update-policy { grant "k8s-bind" subdomain svc.k8s.example. A AAAA CNAME; grant "k8s-bind" zonesub TXT; };';
    await named.reconfigure({ zones: [{ name: 'k8s.example', update }] });
    const { exitCode, text } = await checked('--short-names', 'default');
    expect(exitCode).toBe(7);
    expect(
      text,
    ).toContain(`error    update     k8s-bind may not write SRV at _http._tcp.k8s-bind-check.default.svc.k8s.example., A at k8s-bind-check.k8s.example., AAAA at k8s-bind-check.k8s.example., CNAME at k8s-bind-check.k8s.example., SRV at _http._tcp.k8s-bind-check.k8s.example.
                    fix: zone "k8s.example." { update-policy { grant k8s-bind zonesub A AAAA CNAME SRV TXT; }; };
`);
  });

  test('the zone may not be transferred', async () => {
    await named.reconfigure({ zones: [{ name: 'k8s.example', transfer: 'allow-transfer { none; };' }] });
    expect(await checked()).toEqual({
      exitCode: 7,
      text: `${writable}error    transfer   Cannot read zone "k8s.example.": 127.0.0.1:PORT answers REFUSED, needed the right to transfer it for key k8s-bind
                    fix: zone "k8s.example." { allow-transfer { key k8s-bind; }; };
`,
    });
  });

  test('the zone is of another owner', async () => {
    await zone.bare(
      'run',
      '--once',
      '--zone',
      'k8s.example.',
      '--owner',
      'other',
      '--manifests',
      zone.manifests,
    );
    const { exitCode, text } = await checked();
    expect(exitCode).toBe(7);
    expect(text).toContain(
      'error    claim      Cannot write zone "k8s.example.": it belongs to owner other (HOST/PID), another',
    );
    expect(text).toContain('k8s-bind purge --zone k8s.example. --owner other\n');
  });

  test('the territory holds records of another writer', async () => {
    await named.nsupdate('update add old.default.svc.k8s.example. 60 A 10.96.0.9');
    expect(await checked()).toEqual({
      exitCode: 7,
      text: `${readable}error    claim      records of another writer stand in the territory
                    fix: k8s-bind adopt --zone k8s.example.
`,
    });
  });

  test('the territory is delegated, or lies in a more specific zone of the server', async () => {
    await named.nsupdate('update add svc.k8s.example. 60 NS elsewhere.example.');
    const { exitCode, text } = await checked();
    expect(exitCode).toBe(7);
    expect(text).toContain(
      'error    hidden     names below svc.k8s.example. would not be answered from this zone: the server refers to other servers at svc.k8s.example.\n',
    );
  });

  test('a name is taken: a warning', async () => {
    await named.nsupdate('update add web.k8s.example. 60 A 192.0.2.1');
    const { exitCode, text } = await checked();
    expect(exitCode).toBe(0);
    expect(text).toContain(
      'warning  conflict   Cannot publish "web.k8s.example." for Service default/web: it already holds A 192.0.2.1',
    );
  });

  test('resolvers would remember a missing name for long: a warning', async () => {
    const text = `$ORIGIN k8s.example.
@ 3600 SOA ns hostmaster 1 3600 600 86400 3600
@ 3600 NS ns
ns 3600 A 127.0.0.1
`;
    await using slow = await startNamed({ zones: [{ name: 'k8s.example', text }] });
    const { exitCode, stdout } = await runCli([
      'check',
      '--server',
      `${slow.address}:${slow.port}`,
      '--key-file',
      slow.key().file,
      '--zone',
      'k8s.example.',
      '--owner',
      'test',
      '--manifests',
      zone.manifests,
    ]);
    expect(exitCode).toBe(0);
    expect(
      stdout,
    ).toContain(`warning  negative   a name that was asked for too early stays away for 3600 s: so long do resolvers remember that it is not there
                    fix: the last number of the SOA: 5
`);
  });

  test('the zone is below .local: a warning', async () => {
    await using local = await startNamed({ zones: [{ name: 'cluster.local' }] });
    const { stdout } = await runCli([
      'check',
      '--server',
      `${local.address}:${local.port}`,
      '--key-file',
      local.key().file,
      '--zone',
      'cluster.local.',
      '--owner',
      'test',
      '--manifests',
      zone.manifests,
    ]);
    expect(stdout).toMatch(/^warning {2}name {7}many hosts ask for names below \.local by multicast/m);
  });

  test('an RRset is longer than BIND takes by default: a warning', async () => {
    const endpoints = Array.from({ length: 101 }, (_, index) => `  - addresses: [10.244.0.${index + 1}]`);
    zone.write(
      'db.yaml',
      `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {clusterIP: None, ports: [{port: 80}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
addressType: IPv4
ports: [{port: 80}]
endpoints:
${endpoints.join('\n')}
`,
    );
    expect(
      (await checked()).text,
    ).toContain(`warning  limit      db.shop.svc.k8s.example. A has 101 records; BIND takes 100 unless configured otherwise
                    fix: zone "k8s.example." { max-records-per-type 0; };
`);
  });

  test('a --reverse network has no zone', async () => {
    const { exitCode, text } = await checked('--reverse', '10.96.0.0/16');
    expect(exitCode).toBe(7);
    expect(text).toContain('error    reverse    Cannot write PTR records of "10.96.0.0/16"');
    expect(text).toContain('fix: zone "96.10.in-addr.arpa" { type primary;');
  });

  test('the API server is away; the name server is looked at all the same', async () => {
    const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
    const zoneFlags = ['--zone', 'k8s.example.', '--owner', 'test', '--master', 'http://127.0.0.1:9'];
    const { exitCode, stdout } = await runCli(['check', ...server, ...zoneFlags]);
    expect(exitCode).toBe(7);
    expect(stdout).toMatch(/^error {4}api .*127\.0\.0\.1:9/m);
    expect(stdout).toContain('fix: --master URL, --kubeconfig FILE or --context NAME');
    expect(stdout).toContain('ok       transfer   the zone can be read');
  });
});

test('--output json has the same findings', async () => {
  const { stdout } = await zone.command('check', '--output', 'json');
  const { zones } = JSON.parse(stdout) as { zones: readonly { zone: string; findings: readonly object[] }[] };
  expect(zones.map((group) => group.zone)).toEqual(['', 'k8s.example.']);
  expect(zones[1]?.findings).toContainEqual({
    level: 'ok',
    check: 'transfer',
    message: 'the zone can be read',
  });
});
