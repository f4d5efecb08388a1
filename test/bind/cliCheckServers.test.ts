import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { startNamed } from '../support/named.ts';
import { describePrimaries, describeWith } from '../support/primaries/describePrimaries.ts';
import { startNsdAlone } from '../support/primaries/nsdServer.ts';
import type { Primary } from '../support/primaries/primary.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { makeTsigKey, type TsigKeyFile, writeTsigKey } from '../support/tsigKey.ts';

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder('check-servers');
  writeFileSync(join(folder.path, 'web.yaml'), serviceManifest('web', '10.96.0.1'));
});
afterAll(async () => folder[Symbol.asyncDispose]());

type Server = { readonly address: string; readonly port: number };

/** What `check` prints about the zone, without what depends on the moment. */
const check = async (server: Server, key: TsigKeyFile, zone = 'k8s.example.') => {
  const where = ['--server', `${server.address}:${server.port}`, '--key-file', key.file];
  const what = ['--zone', zone, '--owner', 'test', '--manifests', join(folder.path, 'web.yaml')];
  const { exitCode, stdout } = await runCli(['check', ...where, ...what]);
  const text = stdout
    .replace(/^[^]*?^zone .*\n/m, '')
    .replace(/^(ok|warning) +route .*\n( +fix: .*\n)?/m, '')
    .replace(/\d+ errors?, .*\n$/, '')
    .replaceAll(`:${server.port}`, ':PORT')
    .replaceAll(/serial \d+/g, 'serial N');
  return { exitCode, text };
};

const says: Readonly<Record<string, RegExp>> = {
  'BIND 9.18': /it is BIND 9\.18\.\d+\S*\n/,
  'BIND 9.20': /it is BIND 9\.20\.\d+\S*\n/,
  'Knot DNS': /it is Knot DNS 3\.\d+\.\d+\n/,
  PowerDNS: /it is PowerDNS Authoritative Server 4\.\d+\.\d+.*\n/,
};

describePrimaries(({ name, start }) => {
  let primary: Primary;
  beforeAll(async () => {
    primary = await start([{ name: 'k8s.example' }]);
  });
  afterAll(async () => await primary?.[Symbol.asyncDispose]());

  test('check finds nothing wrong, changes nothing, and says what the server is', async () => {
    const before = await primary.axfrText('k8s.example');
    const { exitCode, text } = await check(primary, primary.key());
    expect(text).toMatch(says[name] ?? /never/);
    expect(text.replace(/it is .*/, 'it is …')).toBe(`ok       server     127.0.0.1:PORT answers, it is …
ok       key        k8s-bind is accepted
ok       clock      agrees with that of the server, within 300 s
ok       zone       is served here, serial N
ok       negative   resolvers ask again for a missing name after 5 s
ok       update     k8s-bind may write A AAAA CNAME SRV TXT
ok       transfer   the zone can be read
ok       claim      the zone is nobody's, and nothing stands in its territory
`);
    expect(exitCode).toBe(0);
    expect(await primary.axfrText('k8s.example')).toBe(before);
  });

  test('a key that the server does not know, and one with another secret, are faults of the key', async () => {
    for (const keyName of ['stranger', 'k8s-bind']) {
      const key = await writeTsigKey(folder.path, await makeTsigKey(keyName));
      const { exitCode, text } = await check(primary, key);
      expect(exitCode).toBe(7);
      expect(text).toMatch(says[name] ?? /never/);
      expect(text).toMatch(
        /^error {4}key {8}Cannot prove ourselves to 127\.0\.0\.1:PORT for zone "k8s\.example\."/m,
      );
      expect(text).toMatch(new RegExp(`^ {20}fix: .*${keyName}`, 'm'));
      expect(text).not.toContain(key.secret);
    }
  });

  test('a zone that the server does not have is a fault of the zone', async () => {
    const { exitCode, text } = await check(primary, primary.key(), 'nowhere.example.');
    expect(exitCode).toBe(7);
    expect(text).toMatch(
      /^error {4}zone {7}Cannot update zone "nowhere\.example\.": .* not the zone's primary$/m,
    );
    expect(text).toMatch(/^ {20}fix: .*nowhere\.example/m);
  });

  // PowerDNS has no rights by type.
  if (name !== 'PowerDNS')
    test('a type that is not granted is named, and the fix is in the words of the server', async () => {
      await using other = await start([{ name: 'k8s.example' }], { withoutType: 'SRV' });
      const { exitCode, text } = await check(other, other.key());
      expect(exitCode).toBe(7);
      expect(text).toContain(
        'error    update     k8s-bind may not write SRV at _http._tcp.k8s-bind-check.default.svc.k8s.example.',
      );
      const words = name === 'Knot DNS' ? 'knot.conf, acl: ' : 'zone "k8s.example." { update-policy';
      expect(text).toContain(`fix: ${words}`);
    });

  test('a key that may not write is known, and what it lacks is named', async () => {
    const { exitCode, text } = await check(primary, primary.key('secondary'));
    expect(exitCode).toBe(7);
    expect(text).toMatch(/^ok {7}key {8}secondary is accepted$/m);
    expect(text).toMatch(/^error {4}update .*secondary.*$/m);
    const words = { 'Knot DNS': 'knot.conf, acl: ', PowerDNS: 'pdnsutil set-meta k8s.example. TSIG-ALLOW-' };
    expect(text).toContain(
      `fix: ${words[name as keyof typeof words] ?? 'zone "k8s.example." { update-policy'}`,
    );
  });
});

describe('a BIND that does not say what it is', () => {
  test.each(['version none;', 'version "not your business";'])(
    'with %s is known as BIND',
    async (options) => {
      await using named = await startNamed({ options });
      const { exitCode, text } = await check(named, named.key());
      expect(exitCode).toBe(0);
      expect(text).toMatch(/^ok {7}server {5}127\.0\.0\.1:PORT answers, it is (BIND|not your business)$/m);
    },
  );
});

describeWith('NSD', ['nsd'], () => {
  test.each([
    ['is named, with what to use in its place', false, /it is NSD 4\.\d+\.\d+$/m, 'NSD'],
    ['that hides what it is has no UPDATE either', true, /and does not say what it is$/m, 'the server'],
  ])('%s', async (_title, hidden, server, software) => {
    await using nsd = await startNsdAlone({ hidden });
    const { exitCode, text } = await check(nsd, nsd.key());
    expect(exitCode).toBe(7);
    expect(text).toMatch(server);
    expect(text.split('\n').slice(1).join('\n')).toBe(
      `error    update     Cannot update zone "k8s.example.": ${software} has no UPDATE (127.0.0.1:PORT answers NOTIMP), a primary that has it is needed
                    fix: BIND, Knot DNS or PowerDNS as primary (--server), and this server as its secondary
`,
    );
  });
});
