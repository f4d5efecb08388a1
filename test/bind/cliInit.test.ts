import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
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
  test('writes all files of a first set-up, with a fresh key', async () => {
    const reverse = ['--reverse', '10.96.0.0/16,fd00:10:96::/112'];
    const { exitCode, stdout } = await init(...reverse, '--write', path('out'));
    expect(exitCode).toBe(0);
    const names = stdout.trimEnd().split('\n');
    expect(names.map((line) => line.slice(path('out/').length, line.indexOf(': ')))).toEqual([
      'k8s-bind.key',
      'named.conf.k8s-bind',
      'k8s.example.zone',
      '96.10.in-addr.arpa.zone',
      '0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.9.0.0.0.1.0.0.0.0.d.f.ip6.arpa.zone',
      'rbac.yaml',
      'k8s-bind.yaml',
      'k8s-bind.service',
    ]);
    const secret = secretOf(read('out', 'k8s-bind.key'));
    expect(secret).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    await init('--write', path('again'));
    expect(secretOf(read('again', 'k8s-bind.key'))).not.toBe(secret);
  });

  test('prints commands, in which no secret stands, but for one that it was given', async () => {
    const { exitCode, stdout } = await init();
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('secret');
    expect(stdout).toContain('tsig-keygen -a hmac-sha256 k8s-bind > /etc/bind/k8s-bind.key.new');
    const given = await init('--tsig-key-name', 'mine', '--tsig-secret', 'YQ==');
    expect(secretOf(given.stdout)).toBe('YQ==');
    expect(given.stdout).toContain('grant "mine" zonesub');
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
