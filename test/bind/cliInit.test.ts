import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { startNamed } from '../support/named.ts';
import { run } from '../support/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder('cli-init');
});
afterEach(async () => folder[Symbol.asyncDispose]());

const init = (...args: readonly string[]) => runCli(['init', '--zone', 'k8s.example.', ...args]);
const path = (...names: readonly string[]): string => join(folder.path, ...names);
const read = (...names: readonly string[]): string => readFileSync(path(...names), 'utf8');

const secretOf = (text: string): string | undefined => /secret "(.*)"/.exec(text)?.[1];

describe('init', () => {
  test('prints all files of a first set-up, with a fresh key', async () => {
    const { exitCode, stdout } = await init('--reverse', '10.96.0.0/16,fd00:10:96::/112');
    expect(exitCode).toBe(0);
    expect([...stdout.matchAll(/^##### (\S+):/gm)].map(([, name]) => name)).toEqual([
      'k8s-bind.key',
      'named.conf.k8s-bind',
      'k8s.example.zone',
      '96.10.in-addr.arpa.zone',
      '0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.9.0.0.0.1.0.0.0.0.d.f.ip6.arpa.zone',
      'rbac.yaml',
      'k8s-bind.yaml',
      'k8s-bind.service',
    ]);
    expect(secretOf(stdout)).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(secretOf((await init()).stdout)).not.toBe(secretOf(stdout));
  });

  test('writes them, the key for nobody else to read, and never over a file that is there', async () => {
    expect(await init('--write', path('out'))).toMatchObject({ exitCode: 0, stderr: '' });
    expect(statSync(path('out', 'k8s-bind.key')).mode & 0o777).toBe(0o600);
    const before = read('out', 'k8s-bind.key');
    const again = await init('--write', path('out'));
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('found a file that is there already');
    expect(read('out', 'k8s-bind.key')).toBe(before);
  });

  test('prints what named-checkconf and named-checkzone accept', async () => {
    const reverse = ['--reverse', '10.96.0.0/12,fd00:10:96::/108'];
    await init(...reverse, '--write', path('out'), '--zone-folder', path('out'));
    const conf = read('out', 'named.conf.k8s-bind').replace(
      '/etc/bind/k8s-bind.key',
      path('out', 'k8s-bind.key'),
    );
    writeFileSync(path('named.conf'), conf);
    // -z loads every zone too.
    const said = await run(['named-checkconf', '-z', path('named.conf')]);
    expect(said.trim().split('\n')).toHaveLength(18);
    expect(said).toContain('zone k8s.example/IN: loaded serial 1');
    expect(said).not.toMatch(/error|warning/i);
    expect(await run(['named-checkzone', 'k8s.example', path('out', 'k8s.example.zone')])).toContain('OK');
  });

  test('writes a configuration that k8s-bind itself takes, and objects with just the rights that are needed', async () => {
    await init('--write', path('out'), '--addresses', 'node');
    const config = read('out', 'k8s-bind.yaml').replace(
      '/etc/bind/k8s-bind.key',
      path('out', 'k8s-bind.key'),
    );
    writeFileSync(path('k8s-bind.yaml'), config.replace(/^kubeconfig: .*$/m, ''));
    const { exitCode, stderr } = await runCli(
      ['export', 'zone', '--config', path('k8s-bind.yaml'), '--manifests', '-'],
      {
        input: serviceManifest('web', '10.96.0.1'),
      },
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const objects = parseAllDocuments(read('out', 'rbac.yaml')).map(
      (document) => document.toJS() as { kind: string },
    );
    expect(objects.map(({ kind }) => kind)).toEqual([
      'Namespace',
      'ServiceAccount',
      'Secret',
      'ClusterRole',
      'ClusterRoleBinding',
    ]);
    expect(JSON.stringify(objects)).toContain('"resources":["nodes"]');
    expect(read('out', 'rbac.yaml')).not.toMatch(/update|delete|secrets/);
    expect((await init('--lease', 'k8s-bind/k8s-bind')).stdout).toMatch(/resources:\n +- leases/);
  });
});

describe('init --apply', () => {
  test('adds the zones to a running named, which the daemon then writes', async () => {
    await using named = await startNamed({ options: 'allow-new-zones yes;' });
    mkdirSync(path('zones'));
    const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
    const controlPort = /controls \{ inet 127\.0\.0\.1 port (\d+)/.exec(
      readFileSync(join(named.folder, 'named.conf'), 'utf8'),
    )?.[1];
    const rndc = `rndc -s 127.0.0.1 -p ${controlPort} -k ${join(named.folder, 'rndc.key')}`;
    const args = [
      '--zone',
      'new.example.',
      '--reverse',
      '10.96.0.0/16',
      '--zone-folder',
      path('zones'),
      ...server,
    ];
    const apply = (...more: readonly string[]) =>
      runCli(['init', ...args, '--apply', '--rndc', rndc, ...more]);

    const refused = await apply();
    expect(refused.exitCode).toBe(2);
    expect(refused.stdout).toContain(
      `addzone new.example '{ type primary; file "${path('zones')}/new.example.zone";`,
    );
    expect(readdirSync(path('zones'))).toEqual([]);

    expect(await apply('--yes')).toMatchObject({
      exitCode: 0,
      stderr: '2 zones are served now; next: k8s-bind check\n',
    });
    writeFileSync(path('web.yaml'), serviceManifest('web', '10.96.0.1'));
    const source = [
      '--manifests',
      path('web.yaml'),
      '--owner',
      'test',
      '--zone',
      'new.example.',
      '--reverse',
      '10.96.0.0/16',
    ];
    expect((await runCli(['run', '--once', ...server, ...source])).exitCode).toBe(0);
    expect((await named.query('web.new.example', 'A')).text).toContain('10.96.0.1');
    expect((await named.query('1.0.96.10.in-addr.arpa', 'PTR')).text).toContain(
      'web.default.svc.new.example.',
    );
    // Again: the zones are there, so they are changed, and their records stay.
    expect(await apply('--yes')).toMatchObject({ exitCode: 0 });
    expect((await named.query('web.new.example', 'A')).text).toContain('10.96.0.1');
  });

  test('says what named lacks', async () => {
    await using named = await startNamed();
    const { exitCode, stderr } = await init(
      '--apply',
      '--yes',
      '--zone-folder',
      folder.path,
      '--key-file',
      named.key().file,
      '--rndc',
      'rndc -s 127.0.0.1 -p 1',
    );
    expect(exitCode).toBe(5);
    expect(stderr).toContain('Cannot apply: rndc addzone k8s.example says "');
    expect(stderr).toContain('fix: options { allow-new-zones yes; };');
  });

  test('without a key that named knows says how to get one', async () => {
    const { exitCode, stderr } = await init('--apply', '--yes');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('needed --key-file FILE of one that stands in named.conf');
  });
});
