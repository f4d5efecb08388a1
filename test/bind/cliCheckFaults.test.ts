import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliResult, runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { freePort } from '../support/freePort.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

let named: Named;
let folder: TemporaryFolder;
let manifests: string;
beforeEach(async () => {
  named = await startNamed({
    zones: [{ name: 'k8s.example' }, { name: 'static.example', update: '' }],
    tls: true,
  });
  folder = await temporaryFolder('cli-check-faults');
  manifests = join(folder.path, 'manifests');
  mkdirSync(manifests);
  writeFileSync(join(manifests, 'web.yaml'), serviceManifest('web', '10.96.0.1'));
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

type Asked = { readonly server?: string; readonly zone?: string; readonly more?: readonly string[] };

const check = ({ server, zone = 'k8s.example.', more = [] }: Asked = {}): Promise<CliResult> =>
  runCli([
    'check',
    '--server',
    server ?? `${named.address}:${named.port}`,
    '--key-file',
    named.key().file,
    '--zone',
    zone,
    '--owner',
    'test',
    '--manifests',
    manifests,
    ...more,
  ]);

/** The one error that there is, with its fix. */
const theError = async (asked?: Asked): Promise<string> => {
  const { exitCode, stdout } = await check(asked);
  expect(exitCode).toBe(7);
  expect(stdout).toMatch(/\n1 error, \d+ warnings?, \d+ ok\n$/);
  const lines = stdout.split('\n');
  const at = lines.findIndex((line) => line.startsWith('error '));
  expect(lines[at + 1]).toMatch(/^ {20}fix: \S/);
  return `${lines[at]}\n${lines[at + 1]?.trim()}`;
};

const listening = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
};

describe('check tells what is at the port of the name server:', () => {
  test('nothing', async () => {
    const said = await theError({ server: `127.0.0.1:${await freePort()}` });
    expect(said).toMatch(/^error {4}server .*: nobody listens there\nfix: start named, or --server/);
  });

  test('a web server', async () => {
    const server = createHttpServer((_, response) => response.end('hello'));
    const said = await theError({ server: await listening(server) });
    server.close();
    expect(said).toMatch(/^error {4}server .*: it speaks HTTP, no DNS\nfix: --server HOST:PORT/);
  });

  test('something else that answers', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('SSH-2.0-OpenSSH_9.2p1\r\n');
    });
    const said = await theError({ server: await listening(server) });
    server.close();
    expect(said).toMatch(/^error {4}server .*: what answers there speaks no DNS\nfix: --server HOST:PORT/);
  });

  test('something that keeps silent, which is asked for the first of its zones alone', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
    });
    const where = await listening(server);
    const config = join(folder.path, 'config.yaml');
    writeFileSync(
      config,
      `server: ${where}\nkeyFile: ${named.key().file}\nzones: [{zone: a.example.}, {zone: b.example.}]\n`,
    );
    const { exitCode, stdout } = await runCli(
      `check --config ${config} --owner test --manifests ${manifests} --timeout 30s`.split(' '),
    );
    server.close();
    expect(exitCode).toBe(7);
    const error = (zone: string): RegExp =>
      new RegExp(`^zone ${zone}\\nerror {4}server .*"${zone}".*answers nothing\\n +fix: `, 'm');
    expect(stdout).toMatch(error('a.example.'));
    expect(stdout).toMatch(error('b.example.'));
    // The UPDATE, and three looks at what is there.
    expect(connections).toBe(4);
  });

  test('its port of DNS over TLS, asked without TLS', async () => {
    const where = `${named.address}:${named.tls?.port}`;
    const said = await theError({ server: where });
    expect(said).toMatch(/^error {4}server .*: it speaks TLS\n/);
    expect(said).toContain(`fix: --server tls://${where}`);
  });

  test('its port without TLS, asked with TLS', async () => {
    const where = `${named.address}:${named.port}`;
    const said = await theError({ server: `tls://${where}` });
    expect(said).toMatch(/^error {4}server .*: it speaks DNS without TLS\n/);
    expect(said).toContain(`fix: --server ${where}, without tls://`);
  });
});

describe('check tells why the zone cannot be written:', () => {
  const rndc = (server: Named): readonly string[] => [
    '--rndc',
    server.rndcCommand.map((word) => `'${word}'`).join(' '),
  ];

  test('it is no zone, and its names lie in another one', async () => {
    const said = await theError({ zone: 'sub.k8s.example.' });
    expect(said).toContain(
      `Cannot update zone "sub.k8s.example.": ${named.address}:${named.port} has no zone of that name, its names lie in zone "k8s.example."`,
    );
    expect(said).toContain(
      'fix: --zone k8s.example. --below sub  (or a zone block of its own: zone "sub.k8s.example."',
    );
    // What it proposes is right.
    const taken = await check({ more: ['--below', 'sub'] });
    expect(taken).toMatchObject({ exitCode: 0 });
    expect(taken.stdout).toMatch(/\n0 errors, /);
  });

  test('it is static', async () => {
    const said = await theError({ zone: 'static.example.', more: rndc(named) });
    expect(said).toContain('answers REFUSED; the zone is static, nobody may update it\n');
    expect(said).toContain('fix: zone "static.example." { update-policy { grant k8s-bind zonesub');
  });

  test('it is frozen; thawed it is right', async () => {
    await named.rndc('freeze', 'k8s.example');
    const said = await theError({ more: rndc(named) });
    expect(said).toMatch(/answers REFUSED; the zone is frozen\nfix: rndc thaw k8s\.example$/);
    await named.rndc('thaw', 'k8s.example');
    expect(await check({ more: rndc(named) })).toMatchObject({ exitCode: 0 });
  });

  test('it grants nothing to our key', async () => {
    await named.reconfigure({ zones: [{ name: 'k8s.example', update: 'allow-update { key hand; };' }] });
    const said = await theError({ more: rndc(named) });
    expect(said).toContain('the zone takes updates, and none from key k8s-bind\n');
    expect(said).toContain('grant k8s-bind zonesub');
  });

  test('the server is its secondary', async () => {
    await using secondary = await startNamed({
      zones: [],
      keys: [named.key()],
      statements: `zone "k8s.example" { type secondary; primaries { ${named.address} port ${named.port} key k8s-bind; }; file "copy.db"; };`,
    });
    await waitFor('the secondary has the zone', () => secondary.dig('k8s.example', 'SOA', '+short'), {
      until: (answer) => answer !== '',
    });
    const said = await theError({ server: `${secondary.address}:${secondary.port}`, more: rndc(secondary) });
    expect(said).toMatch(
      /it has a copy of the zone, as a secondary\nfix: --server with the address of its primary/,
    );
  });

  test('it was not loaded, because of its file', async () => {
    writeFileSync(named.zoneFile('broken.example'), 'broken (');
    const file = named.zoneFile('broken.example');
    await named.reconfigure({ statements: `zone "broken.example" { type primary; file "${file}"; };` });
    const said = await theError({ zone: 'broken.example.' });
    expect(said).toContain('answers SERVFAIL, it has the zone and did not load it');
    expect(said).toMatch(/fix: named-checkzone -j broken\.example FILE/);
    expect((await check()).exitCode).toBe(0);
  });

  test('without rndc all reasons are named', async () => {
    await named.rndc('freeze', 'k8s.example');
    const said = await theError();
    expect(said).toContain('the zone is frozen, or takes no updates from key k8s-bind\n');
    expect(said).toContain('(or: rndc thaw k8s.example.)');
  });
});
