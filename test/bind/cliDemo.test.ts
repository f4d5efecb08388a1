import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { builtProgram } from '../support/buildProgram.ts';
import { runCli } from '../support/cli.ts';
import { freePort } from '../support/freePort.ts';
import { type RunningProcess, run, startProcess, whenReady } from '../support/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

const demoManifests = join(import.meta.dirname, '../../config/demo');

let folder: TemporaryFolder;
let port: number;
beforeEach(async () => {
  folder = await temporaryFolder('cli-demo');
  port = await freePort();
});
afterEach(async () => folder[Symbol.asyncDispose]());

const startDemo = (...args: readonly string[]): RunningProcess =>
  startProcess([process.execPath, builtProgram, 'demo', '--port', String(port), ...args], {
    env: { TMPDIR: folder.path },
  });

const whenShown = (demo: RunningProcess): Promise<void> =>
  whenReady('the demo shows what to try next', demo, async () =>
    demo.logs().includes('Running until Ctrl-C'),
  );

const dig = async (name: string): Promise<string> =>
  (await run(['dig', '-r', '@127.0.0.1', '-p', String(port), '+short', '+tries=1', name])).trim();

test('shows what dig answers for every name of the demo manifests', async () => {
  await using demo = startDemo();
  await whenShown(demo);
  const shown = demo.logs().replaceAll(/[ \t]+/g, ' ');
  expect(shown).toContain('webapp.k8s.example. 30 IN A 10.96.80.80');
  expect(shown).toContain('webapp.default.svc.k8s.example. 30 IN A 10.96.80.80');
  expect(shown).toContain('IN SRV 0 100 80 webapp.default.svc.k8s.example.');
  expect(shown).toContain('db.shop.svc.k8s.example. 5 IN A 10.244.1.20');
  expect(shown).toContain('db-0.db.shop.svc.k8s.example. 5 IN A 10.244.1.20');
  expect(shown).toContain('mail.shop.svc.k8s.example. 30 IN CNAME smtp.example.net.');
});

test('takes an edited manifest over into the zone', async () => {
  const manifests = join(folder.path, 'manifests');
  cpSync(demoManifests, manifests, { recursive: true });
  await using demo = startDemo('--manifests', manifests);
  await whenShown(demo);
  expect(await dig('webapp.k8s.example')).toBe('10.96.80.80');
  const file = join(manifests, 'webapp.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('10.96.80.80', '10.96.80.81'));
  await waitFor('the new address', () => dig('webapp.k8s.example'), {
    until: (text) => text === '10.96.80.81',
  });
});

test('leaves no process, folder or file behind after Ctrl-C, even when it comes twice at once', async () => {
  const before = readdirSync(demoManifests);
  await using demo = startDemo();
  await whenShown(demo);
  expect(readdirSync(folder.path)).toHaveLength(1);
  demo.signal('SIGINT');
  demo.signal('SIGINT');
  await waitFor('the demo has ended', () => !demo.isRunning());
  expect(readdirSync(folder.path)).toEqual([]);
  expect(readdirSync(demoManifests)).toEqual(before);
  await expect(dig('webapp.k8s.example')).rejects.toThrow(/refused|timed out|exit code/);
});

test('says in one line that the port is taken', async () => {
  await using server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const result = await runCli(['demo', '--port', String(port)], { env: { TMPDIR: folder.path } });
  expect(result).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `k8s-bind: Cannot start the demo on port "${port}": another program listens there, needed a free one (npm run demo -- --port 5300)\n`,
  });
});
