import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

const hex64 = '0123456789ABCDEF'.repeat(4);

/** One record of each type that Services never have: what a DNSEndpoint says, and what BIND holds. */
const records: readonly (readonly [name: string, type: string, target: string, rdata: string])[] = [
  ['mail', 'MX', '10 Mail.example.net', '10 mail.example.net.'],
  ['pbx', 'NAPTR', '1 1 u E2U+sip !^.*$!sip:a@b.example! .', '1 1 "u" "E2U+sip" "!^.*$!sip:a@b.example!" .'],
  ['www', 'CAA', '0 issue ca.example.net', '0 issue "ca.example.net"'],
  ['www', 'SSHFP', `4 2 ${hex64.toLowerCase()}`, `4 2 ${hex64}`],
  ['www', 'TLSA', `3 1 1 ${hex64}`, `3 1 1 ${hex64}`],
  ['www', 'HTTPS', '1 . port=443 alpn=h2', '1 . alpn="h2" port=443'],
  ['_dns', 'SVCB', '0 dns.example.net', '0 dns.example.net.'],
  ['lab', 'NS', 'ns1.example.net', 'ns1.example.net.'],
];

const manifest = JSON.stringify({
  apiVersion: 'externaldns.k8s.io/v1alpha1',
  kind: 'DNSEndpoint',
  metadata: { name: 'all', namespace: 'shop', creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: {
    endpoints: records.map(([name, recordType, target]) => ({
      dnsName: `${name}.k8s.example`,
      recordType,
      targets: [target],
    })),
  },
});

const config = `zone: k8s.example.
sources: [dnsendpoint]
allow:
  - names: ['**.{zone}']
  - names: ['lab.{zone}']
    types: [NS]
`;

let folder: TemporaryFolder;
let named: Named;
const path = (name: string): string => join(folder.path, name);
beforeAll(async () => {
  folder = await temporaryFolder('endpoint-types');
  writeFileSync(path('config.yaml'), config);
  writeFileSync(path('endpoints.yaml'), manifest);
  await runCli(['init', '--config', path('config.yaml'), '--write', path('out')]);
  named = await startNamed({ zones: [{ name: 'k8s.example', update: grantOfInit() }] });
});
afterAll(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** The statement of the set-up that `init` wrote. */
const grantOfInit = (): string => {
  const text = readFileSync(join(path('out'), 'named.conf.k8s-bind'), 'utf8');
  return /update-policy \{[^}]*\};/.exec(text)?.[0] ?? '';
};

const command = (...words: readonly string[]) =>
  runCli([
    ...words,
    '--config',
    path('config.yaml'),
    '--owner',
    'test',
    '--server',
    `${named.address}:${named.port}`,
    '--key-file',
    named.key().file,
    ...(words[0] === 'purge' ? [] : ['--manifests', path('endpoints.yaml')]),
  ]);

test('what init grants is all that a DNSEndpoint of every type needs, check says so, and run writes it', async () => {
  expect(grantOfInit()).toBe(
    'update-policy { grant "k8s-bind" zonesub A AAAA CNAME SRV PTR TXT CAA HTTPS MX NAPTR NS SSHFP SVCB TLSA; };',
  );
  const checked = await command('check');
  expect(checked.stdout).toMatch(/^ok {7}update {5}k8s-bind may write A .*\bTLSA\b/m);
  expect(checked.exitCode).toBe(0);

  expect(await command('run', '--once')).toMatchObject({ exitCode: 0 });
  const zone = await named.axfrText('k8s.example');
  for (const [name, type, , rdata] of records)
    expect(zone).toContain(`${name}.k8s.example. 30 IN ${type} ${rdata}\n`);
  // Nothing to do any more, and nothing of it is a stranger's.
  const planned = await command('plan');
  expect(planned.stdout).toContain('nothing to change');
  expect(await command('run', '--once')).toMatchObject({ exitCode: 0 });
  expect(await named.axfrText('k8s.example')).toBe(zone);
});

test('where the key may not write a type, check names it, and run leaves out that alone and says the line', async () => {
  const update = 'update-policy { grant "k8s-bind" zonesub A AAAA CNAME SRV PTR TXT HTTPS CAA SSHFP TLSA; };';
  await named.reconfigure({ zones: [{ name: 'k8s.example', update }] });
  const before = await named.axfrText('k8s.example');
  const checked = await command('check');
  expect(checked.exitCode).toBe(7);
  expect(checked.stdout).toMatch(/may not write MX at k8s-bind-check\.k8s\.example\., NAPTR at /);
  expect(checked.stdout).toMatch(/fix: zone "k8s\.example\." \{ update-policy \{ grant k8s-bind .*\bMX\b/);

  const changed = manifest.replace('10 Mail', '20 Mail').replace('ca.example.net', 'other.example.net');
  writeFileSync(path('endpoints.yaml'), changed);
  const ran = await command('run', '--once');
  expect(`${ran.stdout}${ran.stderr}`).toMatch(/grant k8s-bind zonesub A AAAA CNAME SRV PTR TXT MX;/);
  const after = await named.axfrText('k8s.example');
  expect(after).toContain('mail.k8s.example. 30 IN MX 10 mail.example.net.\n');
  expect(after).toContain('www.k8s.example. 30 IN CAA 0 issue "other.example.net"\n');
  expect(after.split('\n').length).toBe(before.split('\n').length);
});

test('purge takes all of it out, and what others wrote stays', async () => {
  await named.reconfigure({
    zones: [{ name: 'k8s.example', update: grantOfInit().replace('};', 'grant "hand" zonesub ANY; };') }],
  });
  await named.nsupdate(
    'update add mail.k8s.example. 30 MX 5 theirs.example.net.\nupdate add own.k8s.example. 30 MX 5 theirs.example.net.',
  );
  expect(await command('purge', '--yes')).toMatchObject({ exitCode: 0 });
  const left = (await named.axfrText('k8s.example'))
    .split('\n')
    .filter((line) => !/ SOA | NS ns\.|^ns\./.test(line));
  expect(left).toEqual([
    'mail.k8s.example. 30 IN MX 5 theirs.example.net.',
    'own.k8s.example. 30 IN MX 5 theirs.example.net.',
    '',
  ]);
});
