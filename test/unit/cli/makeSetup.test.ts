import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configText } from '../../../src/cli/init/clusterFiles.ts';
import { makeSetup } from '../../../src/cli/init/makeSetup.ts';
import { namedFiles } from '../../../src/cli/init/namedFiles.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { config } from '../config/support.ts';

const host = { env: {}, cwd: '/work' };

test('a key with a short MAC stays one in the files that are made of it', async () => {
  await using folder = await temporaryFolder('init');
  const file = join(folder.path, 'k8s-bind.key');
  const text = 'key "k8s-bind" {\n\talgorithm hmac-sha256-128;\n\tsecret "YSBzZWNyZXQ=";\n};\n';
  writeFileSync(file, text, { mode: 0o600 });
  const argv = ['init', '--zone', 'k8s.example', '--key-file', file];
  const made = await makeSetup(config({ argv, files: { [file]: { text, mode: 0o100600 } } }), host);
  if (made.kind === 'failure') throw new Error(JSON.stringify(made));
  expect(namedFiles(made.setup).find(({ name }) => name === 'k8s-bind.key')?.text).toBe(text);
});

test('files that are given by relative paths are those of the folder where init was called', async () => {
  const key = ['--tsig-key-name', 'k', '--tsig-secret', 'YQ=='];
  const files = ['--key-file', 'keys/k.key', '--zone-folder', 'zones/'];
  const made = await makeSetup(config({ argv: ['init', '--zone', 'k8s.example', ...key, ...files] }), host);
  expect(made).toMatchObject({ setup: { keyFile: '/work/keys/k.key', zoneFolder: '/work/zones' } });
});

test.each(['tls://[2001:db8::1]:8853', '192.0.2.1:5300', 'ns.example'])(
  'the server %s is in the configuration as it was given',
  async (server) => {
    const argv = ['init', '--zone', 'k8s.example', '--server', server];
    const key = ['--tsig-key-name', 'k', '--tsig-secret', 'YQ=='];
    const made = await makeSetup(config({ argv: [...argv, ...key] }), host);
    if (made.kind === 'failure') throw new Error(JSON.stringify(made));
    expect(parse(configText(made.setup))).toMatchObject({ server });
  },
);

test('with --below the zone that is there gets its lines, and the configuration keeps to the subtree', async () => {
  const key = ['--tsig-key-name', 'k8s-bind', '--tsig-secret', 'YQ=='];
  const argv = ['init', '--zone', 'example.com', '--below', 'k8s.lab', '--reverse', '10.96.0.0/16', ...key];
  const made = await makeSetup(config({ argv }), host);
  if (made.kind === 'failure') throw new Error(JSON.stringify(made));
  const files = new Map(namedFiles(made.setup).map(({ name, text }) => [name, text]));
  expect([...files.keys()]).toEqual(['k8s-bind.key', 'named.conf.k8s-bind', '96.10.in-addr.arpa.zone']);
  const conf = files.get('named.conf.k8s-bind');
  expect(conf).not.toMatch(/^zone "(k8s|example)/m);
  expect(conf).toContain('grant "k8s-bind" subdomain k8s.lab.example.com. A AAAA CNAME SRV PTR TXT;');
  expect(files.get('96.10.in-addr.arpa.zone')).toContain('\tNS\tns1.example.com.');
  expect(parse(configText(made.setup))).toMatchObject({ zone: 'example.com.', below: 'k8s.lab' });
});

test('of several views of one zone it makes the one that is chosen', async () => {
  const key = { text: 'key "a" { algorithm hmac-sha256; secret "YSBzZWNyZXQ="; };', mode: 0o100600 };
  const views = ['internal', 'external'].map(
    (view) => `{zone: k8s.example, view: ${view}, keyFile: /${view}.key}`,
  );
  const files = {
    '/k8s-bind.yaml': { text: `tsigSecret: YSBzZWNyZXQ=\ntsigKeyName: a\nzones: [${views.join(', ')}]` },
    '/internal.key': key,
    '/external.key': key,
  };
  const setupOf = (...argv: readonly string[]) =>
    makeSetup(config({ argv: ['init', '--config', '/k8s-bind.yaml', ...argv], files }), host);
  expect(await setupOf('--view', 'internal')).toMatchObject({
    kind: 'setup',
    setup: { zones: [{ name: 'k8s.example.' }] },
  });
  expect(await setupOf('--server', '192.0.2.1')).toMatchObject({ kind: 'failure' });
});

test('what else is asked for stands in the configuration, but for secrets and what init decides itself', async () => {
  const given = [
    '--addresses',
    'endpoints',
    '--owner',
    'me',
    '--short-names',
    'a,b',
    '--pod-names',
    '--ttl',
    '10s',
  ];
  const other = ['--lease', 'x/y', '--master', 'http://api:8080', '--tls-ca', 'ca.pem'];
  const key = ['--server', 'tls://ns.example', '--tsig-key-name', 'k', '--tsig-secret', 'YQ=='];
  const argv = ['init', '--zone', 'k8s.example', ...given, ...other, ...key];
  const files = { 'ca.pem': { text: 'ca' } };
  const made = await makeSetup(config({ argv, files }), host);
  if (made.kind === 'failure') throw new Error(JSON.stringify(made));
  expect(parse(configText(made.setup))).toEqual({
    zone: 'k8s.example.',
    server: 'tls://ns.example',
    keyFile: '/etc/bind/k8s-bind.key',
    addresses: 'endpoints',
    owner: 'me',
    shortNames: ['a', 'b'],
    podNames: 'true',
    ttl: ['10s'],
    lease: 'x/y',
    tlsCa: '/work/ca.pem',
    tsigKeyName: 'k',
    kubeconfig: '/etc/k8s-bind/kubeconfig',
    listen: '127.0.0.1:9353',
  });
});
