import { accessSync, constants } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeProblem } from '../../src/nodeProblem.ts';
import { docCommands } from '../support/docCommands.ts';
import { run } from '../support/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

const root = join(import.meta.dirname, '../..');

type PackageFile = {
  readonly name: string;
  readonly version: string;
  readonly engines: { readonly node: string };
};

const packageFileAt = async (folder: string): Promise<PackageFile> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageFile;

let folder: TemporaryFolder;
let installed: string;

/** Packs, and installs the package where there is nothing: no other package, no cache, no network. */
beforeAll(async () => {
  folder = await temporaryFolder('package');
  await run(['npm', 'pack', '--silent', '--pack-destination', folder.path], { cwd: root });
  const { version } = await packageFileAt(root);
  const here = { cwd: folder.path };
  await run(['npm', 'init', '--yes'], here);
  const cache = ['--offline', '--cache', join(folder.path, 'empty-cache')];
  await run(['npm', 'install', '--no-audit', '--no-fund', ...cache, `./k8s-bind-${version}.tgz`], here);
  installed = join(folder.path, 'node_modules/k8s-bind');
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Programs called `node` on this machine that are too old for this one. */
const olderNodes = async (needed: string): Promise<readonly string[]> => {
  const older: string[] = [];
  for (const place of (process.env['PATH'] ?? '').split(delimiter)) {
    const node = join(place, 'node');
    if (!isProgram(node)) continue;
    const version = (await run([node, '--version'])).replace('v', '');
    if (nodeProblem(version, needed) !== undefined) older.push(node);
  }
  return older;
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const older = await olderNodes((await packageFileAt(root)).engines.node);

describe('the package, installed without a network into an empty folder', () => {
  it('brings no other package and runs', async () => {
    const packages = (await readdir(join(folder.path, 'node_modules'))).filter(
      (name) => !name.startsWith('.'),
    );
    expect(packages).toEqual(['k8s-bind']);
    const { version } = await packageFileAt(root);
    expect(await run([join(folder.path, 'node_modules/.bin/k8s-bind'), '--version'])).toBe(
      `k8s-bind ${version}`,
    );
  });

  it('installs for everyone by the lines of docs/install.md, with manual pages', async () => {
    const prefix = join(folder.path, 'everyone');
    const env = {
      npm_config_prefix: prefix,
      npm_config_cache: join(folder.path, 'empty-cache'),
      npm_config_offline: 'true',
      PATH: `${join(prefix, 'bin')}:${process.env['PATH'] ?? ''}`,
    };
    const said = await run(['sh', '-ec', await docCommands('npm')], { cwd: folder.path, env });
    const { version } = await packageFileAt(root);
    expect(said).toContain(`k8s-bind ${version}`);
    expect(await readFile(join(prefix, 'share/man/man1/k8s-bind.1'), 'utf8')).toContain('.TH K8S');
    expect(await readFile(join(prefix, 'share/man/man5/k8s-bind.yaml.5'), 'utf8')).toContain('.TH K8S');
  });

  it.each([
    'dist/completions/k8s-bind.bash',
    'dist/completions/_k8s-bind',
    'dist/completions/k8s-bind.fish',
    'config/k8s-bind.service',
    'config/k8s-bind.example.yaml',
    'config/prometheus/k8s-bind.rules.yaml',
    'config/grafana/k8s-bind.json',
    'config/helm/k8s-bind/Chart.yaml',
    'config/helm/k8s-bind/files/rights.json',
  ])('brings %s', async (path) => {
    expect(await readFile(join(installed, path), 'utf8')).not.toBe('');
  });

  it('finds whatever any of its parts imports', async () => {
    const parts = (await readdir(join(installed, 'dist/parts'))).map((part) => `./dist/parts/${part}`);
    expect(parts.length).toBeGreaterThan(10);
    const load = `for (const part of ${JSON.stringify(parts)}) await import(part); console.log('all loaded');`;
    expect(await run([process.execPath, '--input-type=module', '--eval', load], { cwd: installed })).toBe(
      'all loaded',
    );
  });

  it.each([
    '@kubernetes/client-node',
    'dns-packet',
    'execa',
    'pino',
    'prom-client',
    'yaml',
    'zod',
    // Of those that came with them: one for each, and one that lies deep.
    '@leichtgewicht/ip-codec',
    'figures',
    'sonic-boom',
    'tdigest',
    'undici',
    'yoctocolors',
  ])('hands on the licence of %s, whose code it carries', async (name) => {
    const source = join(root, 'node_modules', name);
    const { version } = await packageFileAt(source);
    const licence = (await readdir(source)).find((file) => /^licen[cs]e/i.test(file)) ?? '';
    const text = (await readFile(join(source, licence), 'utf8')).trim();
    const notices = await readFile(join(installed, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(notices).toContain(`\n\n${name} ${version} (`);
    expect(notices).toContain(text);
  });

  it('carries no notice of a package that was only used to build it', async () => {
    const notices = await readFile(join(installed, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['esbuild', 'typescript', 'vitest']) expect(notices).not.toContain(`\n${name} `);
  });

  it.skipIf(older.length === 0)('says in one line that a Node of this machine is too old', async () => {
    for (const node of older) {
      const program = join(installed, 'dist/k8s-bind.js');
      const { exitCode, stdout, stderr } = await execa(node, [program, 'run'], { reject: false });
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(/^k8s-bind: needs Node ≥ 22\.19, found \d+\.\d+\.\d+$/);
    }
  });
});
