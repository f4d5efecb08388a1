import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtProgram } from '../support/buildProgram.ts';
import { runCli } from '../support/cli.ts';
import { type CliZone, cliZone, serviceManifest } from '../support/cliZone.ts';
import { freePort } from '../support/freePort.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type RunningProcess, startProcess } from '../support/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

let named: Named;
let folder: TemporaryFolder;
let zone: CliZone;
let listen: string;
beforeEach(async () => {
  named = await startNamed();
  folder = await temporaryFolder('cli-status');
  zone = cliZone(named, folder.path);
  listen = `127.0.0.1:${await freePort()}`;
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const startDaemon = (): RunningProcess => {
  const zoneFlags = ['--zone', 'k8s.example.', '--owner', 'test', '--manifests', zone.manifests];
  const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
  return startProcess([process.execPath, builtProgram, 'run', '--listen', listen, ...zoneFlags, ...server]);
};

const whenReady = (daemon: RunningProcess): Promise<unknown> =>
  waitFor('the daemon is ready', () => runCli(['status', '--listen', listen]), {
    until: ({ exitCode }) => exitCode === 0,
    deadlineMs: 20_000,
    hopeless: () => (daemon.isRunning() ? undefined : daemon.logs()),
  });

describe('status', () => {
  test('tells how the daemon is, and exits with 0 once it is ready', async () => {
    zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
    await using daemon = startDaemon();
    await whenReady(daemon);
    const { stdout } = await runCli(['status', '--listen', listen]);
    expect(stdout).toMatch(/^k8s-bind \S+, owner test, running for \d+ s\n/);
    expect(stdout).toContain(': 1 Services, 0 endpoints\n');
    expect(stdout).toMatch(
      /^zone {5}k8s\.example\. at 127\.0\.0\.1:\d+: inStep, serial \d+, 5 records of ours/m,
    );
    expect(stdout).toMatch(/\nready\n$/);
    const json = JSON.parse(
      (await runCli(['status', '--listen', listen, '--output', 'json'])).stdout,
    ) as object;
    expect(json).toMatchObject({ owner: 'test', services: 1 });
  });

  test('says where it asked when no daemon answers, and exits with 6', async () => {
    const { exitCode, stderr } = await runCli(['status', '--listen', listen]);
    expect(stderr).toBe(
      `k8s-bind: Cannot ask the daemon at "${listen}": found ECONNREFUSED, needed one that runs with --listen ${listen}\n`,
    );
    expect(exitCode).toBe(6);
  });

  test('without --listen says that it is needed', async () => {
    expect(await runCli(['status'])).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('confirm-delete', () => {
  test('lets the daemon carry out what its brake holds back, and only with consent', async () => {
    for (let index = 1; index <= 8; index += 1) {
      zone.write(`web${index}.yaml`, serviceManifest(`web${index}`, `10.96.0.${index}`));
    }
    // A folder that is suddenly empty would say nothing: it may be an unmounted volume.
    zone.write('none.yaml', '# no Services\n');
    await using daemon = startDaemon();
    await whenReady(daemon);
    for (let index = 1; index <= 8; index += 1) rmSync(join(zone.manifests, `web${index}.yaml`));
    await waitFor('deletions are held back', () => runCli(['status', '--listen', listen]), {
      until: ({ stdout }) => stdout.includes('held back'),
      deadlineMs: 20_000,
    });
    const refused = await runCli(['confirm-delete', '--listen', listen]);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(
      'zone k8s.example.: 32 of the 33 records that are ours would be deleted\n',
    );
    expect(refused.stderr).toContain('found no terminal, needed --yes');
    expect(await named.axfrText('k8s.example')).toContain('web8.default.svc');
    expect(await runCli(['confirm-delete', '--listen', listen, '--yes'])).toMatchObject({
      exitCode: 0,
      stdout: 'the deletions go on\n',
    });
    await waitFor('the records are gone', () => named.axfrText('k8s.example'), {
      until: (text) => !text.includes('web8'),
    });
    expect((await runCli(['confirm-delete', '--listen', listen])).stdout).toBe('nothing is held back\n');
  });
});
