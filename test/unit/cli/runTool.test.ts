import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { startDemoNamed } from '../../../src/cli/demo/demoNamed.ts';
import { createDig } from '../../../src/cli/demo/showAnswers.ts';
import { generateSecret } from '../../../src/cli/init/generateSecret.ts';
import { runShell } from '../../../src/cli/init/runShell.ts';
import { runTool } from '../../../src/cli/runTool.ts';
import { runSystemdNotify } from '../../../src/telemetry/runSystemdNotify.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const secret = { K8S_BIND_TSIG_SECRET: 'b2FrIGVsbQ==', CREDENTIALS_DIRECTORY: '/run/credentials' };

/** Programs that write down what environment they were given. */
const spies = async (...names: readonly string[]) => {
  const folder = await temporaryFolder('tools');
  for (const name of names) {
    const file = join(folder.path, name);
    writeFileSync(file, `#!/bin/sh\n/usr/bin/env > ${file}.env\n`);
    chmodSync(file, 0o755);
  }
  const env = { ...secret, HOME: '/home/k8s-bind', PATH: folder.path, NOTIFY_SOCKET: '/run/notify' };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const seenBy = (name: string): string => readFileSync(join(folder.path, `${name}.env`), 'utf8');
  const at = (name: string): string => join(folder.path, name);
  return { env, seenBy, at, path: folder.path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
};

test('no program that is started gets our own options, and each has the rest of the environment', async () => {
  await using given = await spies('tsig-keygen', 'rndc', 'dig', 'named', 'tool', 'systemd-notify');
  const { env, at } = given;
  await generateSecret('hmac-sha256', 'k8s-bind', env);
  await runShell('rndc status', { ...env, PATH: `${env.PATH}:/bin` }, new AbortController().signal);
  await createDig(at('dig'), 53, env)('k8s.example.', 'SOA');
  const named = { path: given.path, conf: at('conf'), named: at('named'), logFile: at('log') };
  await startDemoNamed({ ...named, keyFile: '', remove: () => undefined }, env).ended;
  await runTool('tool', [], { env, variables: { DEBIAN_FRONTEND: 'noninteractive' } });
  await runSystemdNotify(['READY=1'], env);
  for (const name of ['tsig-keygen', 'rndc', 'dig', 'named', 'tool', 'systemd-notify']) {
    const seen = given.seenBy(name);
    expect(seen, name).not.toMatch(/K8S_BIND_|CREDENTIALS_DIRECTORY/);
    expect(seen, name).toContain('HOME=/home/k8s-bind');
    expect(seen.includes('NOTIFY_SOCKET'), name).toBe(name === 'systemd-notify');
  }
  expect(given.seenBy('tool')).toContain('DEBIAN_FRONTEND=noninteractive');
  vi.unstubAllEnvs();
});
