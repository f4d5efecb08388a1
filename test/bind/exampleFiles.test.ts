import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { builtProgram } from '../support/buildProgram.ts';
import { freePort } from '../support/freePort.ts';
import { snippet } from '../support/primaries/snippet.ts';
import { run, startProcess, whenReady } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const root = join(import.meta.dirname, '../..');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

test('BIND takes the example of named.conf', async () => {
  await using folder = await temporaryFolder('example');
  const key = join(folder.path, 'k8s-bind.key');
  const conf = join(folder.path, 'named.conf');
  writeFileSync(key, await run(['tsig-keygen', 'k8s-bind.']));
  writeFileSync(conf, textOf('config/named.conf.example').replaceAll('/etc/bind/k8s-bind.key', key));
  expect(await run(['named-checkconf', conf])).toBe('');
});

test('BIND takes the example of the page about primaries', async () => {
  await using folder = await temporaryFolder('primaries');
  for (const name of ['k8s-bind', 'secondary'])
    writeFileSync(join(folder.path, `${name}.key`), await run(['tsig-keygen', name]));
  const conf = join(folder.path, 'named.conf');
  writeFileSync(conf, snippet('/etc/bind/named.conf.local').replaceAll('/etc/bind', folder.path));
  expect(await run(['named-checkconf', conf])).toBe('');
  const zone = join(folder.path, 'k8s.example.zone');
  writeFileSync(zone, snippet('k8s.example.zone'));
  expect(await run(['named-checkzone', 'k8s.example', zone])).toContain('OK');
});

test('BIND takes the zone block of the README', async () => {
  await using folder = await temporaryFolder('readme');
  const block = /^zone "k8s\.example" \{\n[\s\S]*?^\};$/m.exec(textOf('README.md'))?.[0] ?? '';
  expect(block).toContain('update-policy local;');
  const conf = join(folder.path, 'named.conf');
  writeFileSync(conf, block);
  expect(await run(['named-checkconf', conf])).toBe('');
});

/** The parts of docker/compose.yaml as processes: only paths, addresses and ports are other ones. */
test('what compose.yaml starts answers for the demo manifests', async () => {
  await using folder = await temporaryFolder('compose');
  const port = String(await freePort());
  const key = join(folder.path, 'k8s-bind.key');
  const zones = join(folder.path, 'zones');
  mkdirSync(zones);
  cpSync(join(root, 'docker/named/k8s.example.zone'), join(zones, 'k8s.example.zone'));
  const conf = join(folder.path, 'named.conf');
  writeFileSync(
    conf,
    textOf('docker/named/named.conf')
      .replace('/key/k8s-bind.key', key)
      .replaceAll('/var/lib/bind', zones)
      .replace('listen-on port 5300 { any; }', `listen-on port ${port} { 127.0.0.1; }`)
      .replace('listen-on-v6 port 5300 { any; }', 'listen-on-v6 { none; }'),
  );
  await using named = startProcess(['sh', join(root, 'docker/named/start.sh')], {
    env: { KEY_FILE: key, NAMED_CONF: conf },
  });
  const dig = (...question: readonly string[]): Promise<string> =>
    run(['dig', '-r', '@127.0.0.1', '-p', port, '+short', '+tries=1', '+time=1', ...question]);
  await whenReady('the zone answers', named, async () => (await dig('k8s.example', 'SOA')).includes('ns1'));

  const compose = parse(textOf('docker/compose.yaml')) as ComposeFile;
  const args = compose.services['k8s-bind'].command.map((argument) =>
    argument
      .replace('named:5300', `127.0.0.1:${port}`)
      .replace('/key/k8s-bind.key', key)
      .replace('=/manifests', `=${join(root, 'config/demo')}`)
      .replace('=:9353', '=127.0.0.1:0'),
  );
  await run([process.execPath, builtProgram, ...args, '--once']);

  expect(await dig('webapp.k8s.example')).toBe('10.96.80.80');
  expect(await dig('_http._tcp.webapp.default.svc.k8s.example', 'SRV')).toBe(
    '0 100 80 webapp.default.svc.k8s.example.',
  );
  expect((await dig('db.shop.svc.k8s.example')).split('\n').sort()).toEqual(['10.244.1.20', '10.244.2.20']);
  expect(await dig('db-1.db.shop.svc.k8s.example')).toBe('10.244.2.20');
  expect(await dig('mail.shop.svc.k8s.example', 'CNAME')).toBe('smtp.example.net.');
});

type ComposeFile = { readonly services: { readonly 'k8s-bind': { readonly command: readonly string[] } } };
