import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { runDaemon } from '../../src/daemon/runDaemon.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createSystemd } from '../../src/telemetry/systemd.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { freePort } from '../support/freePort.ts';
import { startNamed } from '../support/named.ts';
import { quietProcess } from '../support/quietProcess.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

test('an exception in a zone’s loop ends the whole daemon: nothing listens any more that would keep it half alive', async () => {
  await using named = await startNamed();
  await using folder = await temporaryFolder('daemon-ends');
  await writeFile(join(folder.path, 'web.yaml'), serviceManifest('web', '10.96.0.1'));
  const notifyPort = await freePort();
  const loaded = loadConfig({
    argv: [
      'run',
      '--zone=k8s.example',
      '--owner=test',
      `--manifests=${folder.path}`,
      `--server=${named.address}:${named.port}`,
      `--key-file=${named.key().file}`,
      `--listen=127.0.0.1:${await freePort()}`,
      `--notify-listen=127.0.0.1:${notifyPort}`,
    ],
    env: {},
    files: { read: (path) => readFileSync(path, 'utf8'), stat: (path) => statSync(path) },
  });
  if (loaded.kind !== 'ok') throw new Error(JSON.stringify(loaded));
  const log = createLog({ level: 'error', format: 'json', out: { write: () => true }, env: {} });
  const systemd = createSystemd({ env: {}, pid: process.pid, run: async () => undefined, log });
  const onProgress = (): never => {
    throw new Error('a bug in the middle of a step');
  };
  const running = runDaemon(
    { log, systemd, version: '0', host: { ...quietProcess, env: {} }, onProgress },
    loaded.config,
    new AbortController().signal,
  );
  await expect(running).rejects.toThrow('a bug in the middle of a step');
  await systemd.close();
  const next = createServer().listen(notifyPort, '127.0.0.1');
  await once(next, 'listening');
  next.close();
});
