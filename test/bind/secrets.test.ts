import { readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtProgram } from '../support/buildProgram.ts';
import { runCli } from '../support/cli.ts';
import { freePort } from '../support/freePort.ts';
import { answers, type HostileApi, startHostileApi } from '../support/hostileApi.ts';
import { type Named, startNamed } from '../support/named.ts';
import { startProcess } from '../support/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

let named: Named;
let folder: TemporaryFolder;
let api: HostileApi;
beforeAll(async () => {
  named = await startNamed();
  folder = await temporaryFolder('secrets');
  // A server, or a proxy in between, that says in its refusal what it was sent.
  api = await startHostileApi([
    (response, request) => {
      const message = `Unauthorized: ${request.headers.authorization}`;
      answers(401, JSON.stringify({ kind: 'Status', code: 401, message }))(response, request);
    },
  ]);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
  await named[Symbol.asyncDispose]();
});

const token = 'oak-elm-ash-token-7f3a';
const password = 'birch7pine';
/** Whatever of these is seen anywhere is a leak. */
const secrets = () => [token, password, named.key().secret];

const inFolder = (name: string): string => join(folder.path, name);

const kubeconfig = async (cluster: string, user: string): Promise<string> => {
  await writeFile(
    inFolder('config'),
    `current-context: lan
contexts: [{name: lan, context: {cluster: lan, user: me}}]
clusters: [{name: lan, cluster: {${cluster}}}]
users:
- name: me
  user:
    ${user}
`,
  );
  return inFolder('config');
};

/** All that the program says, wherever it says it, while it cannot reach its API server. */
const everythingSaid = async (source: readonly string[], problem: RegExp): Promise<string> => {
  const listen = `127.0.0.1:${await freePort()}`;
  const { name, algorithm, secret } = named.key();
  const zone = ['--zone', 'k8s.example.', '--owner', 'test', '--server', `${named.address}:${named.port}`];
  const env = {
    KUBECONFIG: '',
    K8S_BIND_TSIG_KEY_NAME: name,
    K8S_BIND_TSIG_ALGORITHM: algorithm,
    K8S_BIND_TSIG_SECRET: secret,
  };
  const said: string[] = [];
  for (const format of ['json', 'pretty']) {
    const args = [
      'run',
      ...zone,
      ...source,
      '--listen',
      listen,
      '--log-format',
      format,
      '--log-level',
      'debug',
    ];
    await using daemon = startProcess([process.execPath, builtProgram, ...args], { env });
    const hopeless = () => (daemon.isRunning() ? undefined : daemon.logs());
    await waitFor('the problem to be reported', daemon.logs, {
      until: (text) => problem.test(text),
      hopeless,
    });
    const status = await waitFor('the status', () => ask(listen, '/v1/status'), {
      until: (text) => text !== '',
    });
    said.push(status, daemon.logs());
    for (const path of ['/', '/readyz', '/metrics', '/v1/services', '/v1/records'])
      said.push(await ask(listen, path));
    for (const output of ['text', 'json']) {
      const { stdout, stderr } = await runCli(['status', '--listen', listen, '--output', output]);
      said.push(stdout, stderr);
    }
    expect(daemon.isRunning()).toBe(true);
  }
  const check = await runCli(['check', ...zone, ...source], { env });
  said.push(check.stdout, check.stderr);
  return said.join('\n');
};

const ask = async (listen: string, path: string): Promise<string> => {
  try {
    return await (await fetch(`http://${listen}${path}`)).text();
  } catch {
    return '';
  }
};

const expectNoSecret = (said: string): void => {
  const leaks = said.split('\n').filter((line) => secrets().some((secret) => line.includes(secret)));
  expect(leaks).toEqual([]);
};

describe('no secret is ever said', () => {
  test('of a kubeconfig whose token line is no YAML', async () => {
    const config = await kubeconfig('server: "https://127.0.0.1:1"', `token: "${token}`);
    const said = await everythingSaid(['--kubeconfig', config], /line \d+ is no YAML/);
    expectNoSecret(said);
  });

  test('of a proxy and an API server with a password in their URLs', async () => {
    const cluster = `server: "https://me:${password}@api.example.invalid", proxy-url: "http://me:${password}@127.0.0.1:1"`;
    const said = await everythingSaid(
      ['--kubeconfig', await kubeconfig(cluster, `token: ${token}`)],
      /Cannot reach/,
    );
    expectNoSecret(said);
    const wrong = `server: "https://api.example.invalid", proxy-url: "http://me:${password}@proxy:99999"`;
    expectNoSecret(
      await everythingSaid(['--kubeconfig', await kubeconfig(wrong, 'token: t')], /Cannot use proxy/),
    );
  });

  test('of --master with a password in its URL', async () => {
    const master = `http://me:${password}@127.0.0.1:1`;
    const said = await everythingSaid(['--master', master], /Cannot reach/);
    expect(said).toContain('[secret]@127.0.0.1:1');
    expectNoSecret(said);
    const refused = await runCli([
      'run',
      '--zone',
      'k8s.example.',
      '--master',
      `ftp://me:${password}@127.0.0.1`,
    ]);
    expect(refused.stderr).toContain('ftp://[secret]@127.0.0.1');
    expectNoSecret(refused.stderr);
    const config = await kubeconfig(`server: "ftp://me:${password}@127.0.0.1"`, 'token: t');
    expectNoSecret(await everythingSaid(['--kubeconfig', config], /Cannot use API server/));
  });

  test('that the API server repeats in its refusal', async () => {
    const config = await kubeconfig(`server: "${api.url}"`, `token: ${token}`);
    const said = await everythingSaid(['--kubeconfig', config], /Unauthorized/);
    expect(said).toContain('Bearer [secret]');
    expectNoSecret(said);
  });

  test('that a credential plugin was given or prints; and it is given none of ours', async () => {
    const plugin = inFolder('plugin');
    await writeFile(
      plugin,
      `#!/bin/sh\nenv >'${inFolder('environment')}'\necho "no login for ${token}" >&2\nexit 1\n`,
    );
    await chmod(plugin, 0o700);
    const exec = `exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: ["--password=${password}"]}`;
    const config = await kubeconfig('server: "https://127.0.0.1:1"', exec);
    const said = await everythingSaid(['--kubeconfig', config], /Cannot get a credential from/);
    expect(said).toContain('no login for [secret]');
    expectNoSecret(said);
    const environment = readFileSync(inFolder('environment'), 'utf8');
    expect(environment).toContain('KUBERNETES_EXEC_INFO=');
    expect(environment).not.toContain('K8S_BIND');
    expectNoSecret(environment);
  });
});
