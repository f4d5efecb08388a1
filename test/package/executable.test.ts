import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { YOUNG_GENERATION } from '../../src/keepMemorySmall.ts';
import { executableFor, packageVersion } from '../support/buildPackages.ts';
import { freePort } from '../support/freePort.ts';
import { startNamed } from '../support/named.ts';
import { run, startProcess, whenReady } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const demoManifests = join(import.meta.dirname, '../../config/demo');
const program = executableFor(process.arch === 'x64' ? 'amd64' : 'arm64');

/** Where no Node is: what the executable runs of others is BIND's and the shell's. */
const bare = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };

describe('the single executable, copied alone into an empty folder', () => {
  test('runs without a Node on the machine', async () => {
    await using folder = await temporaryFolder('executable');
    const copy = join(folder.path, 'k8s-bind');
    await run(['cp', program, copy]);
    const { stdout, stderr } = await execa(copy, ['--version'], { env: bare, extendEnv: false });
    expect({ stdout, stderr }).toEqual({ stdout: `k8s-bind ${packageVersion}`, stderr: '' });
  });

  test('starts Node with the option that keeps its memory small, and takes others from NODE_OPTIONS', async () => {
    await using folder = await temporaryFolder('executable');
    const script = join(folder.path, 'show.cjs');
    await run(['tee', script], { input: 'console.error(JSON.stringify(process.execArgv))' });
    const { stderr } = await execa(program, ['--version'], {
      env: { ...bare, NODE_OPTIONS: `--require=${script}` },
      extendEnv: false,
    });
    expect(stderr).toBe(JSON.stringify([YOUNG_GENERATION]));
  });

  test('publishes into a zone of BIND, and has the unit for init in it', async () => {
    await using named = await startNamed();
    const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
    const source = ['--manifests', demoManifests, '--owner', 'executable'];
    await run([program, 'run', '--once', '--zone', 'k8s.example.', ...server, ...source], { env: bare });
    expect(await named.dig('webapp.k8s.example', 'A', '+short')).toBe('10.96.80.80');
    const printed = await run([program, 'init', '--zone', 'k8s.example.'], { env: bare });
    expect(printed).toContain('Type=notify');
  });

  test('brings its demo, whose manifests can be edited', async () => {
    await using folder = await temporaryFolder('executable');
    const port = await freePort();
    const env = { ...bare, TMPDIR: folder.path };
    await using demo = startProcess([program, 'demo', '--port', String(port)], { env, cwd: folder.path });
    await whenReady('the demo shows what to try', demo, async () => demo.logs().includes('until Ctrl-C'));
    const [, file = ''] = /Change clusterIP in (\S+webapp\.yaml)/.exec(demo.logs()) ?? [];
    expect((await stat(join(folder.path, file))).mode & 0o200).toBe(0o200);
  });

  test('hands a kubeconfig to the part that reads it', async () => {
    await using folder = await temporaryFolder('executable');
    const config = join(folder.path, 'kubeconfig');
    const user = '{ name: u, user: { auth-provider: { name: oidc, config: {} } } }';
    const cluster = "{ name: c, cluster: { server: 'https://127.0.0.1:1' } }";
    await run(['tee', config], {
      input: `apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters: [${cluster}]\nusers: [${user}]\ncontexts: [{ name: x, context: { cluster: c, user: u } }]\n`,
    });
    const args = ['export', 'zone', '--zone', 'k8s.example.', '--kubeconfig', config, '--timeout', '5s'];
    const { exitCode, stderr } = await execa(program, args, { env: bare, reject: false });
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      'k8s-bind: Cannot get a credential from auth-provider "oidc": no token, needed a login that is valid',
    );
  });
});

test('the one for the other architecture is a program of that architecture', async () => {
  const other = program.includes('amd64') ? 'arm64' : 'amd64';
  const head = await run([
    'od',
    '--address-radix=n',
    '--format=x2',
    '--skip-bytes=18',
    '--read-bytes=2',
    executableFor(other),
  ]);
  expect(head.trim()).toBe(other === 'arm64' ? '00b7' : '003e');
});
