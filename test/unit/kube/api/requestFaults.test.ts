import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/clock.ts';
import { createTransport } from '../../../../src/kube/api/transport.ts';
import { createKubeSource } from '../../../../src/kube/createKubeSource.ts';
import { createCredentials } from '../../../../src/kube/credentials/createCredentials.ts';
import { leastNeeds } from '../../../../src/store/project/projection.ts';
import { makeCertificate } from '../../../support/certificate.ts';
import { answers, opens, startHostileApi } from '../../../support/hostileApi.ts';
import { run } from '../../../support/process.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { waitFor } from '../../../support/waitFor.ts';

const signal = new AbortController().signal;
let stack = new AsyncDisposableStack();
let folder: string;

beforeEach(async () => {
  folder = stack.use(await temporaryFolder('request-faults')).path;
});
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

const inFolder = (name: string): string => join(folder, name);
const textOf = (name: string): string => readFileSync(inFolder(name), 'utf8');

/** `<name>/tls.crt` and `<name>/tls.key`, a pair. */
const pair = async (name: string): Promise<void> => {
  await mkdir(inFolder(name));
  await makeCertificate(inFolder(name));
};

/** A kubeconfig with one user, at one server. */
const kubeconfig = async (cluster: string, user: string): Promise<string> => {
  const path = inFolder('config');
  await writeFile(
    path,
    `current-context: lan
contexts: [{name: lan, context: {cluster: lan, user: me}}]
clusters: [{name: lan, cluster: {${cluster}}}]
users: [{name: me, user: {${user}}}]
`,
  );
  return path;
};

const transportWith = async (cluster: string, user: string, env: NodeJS.ProcessEnv = {}) => {
  const credentials = await createCredentials({ kubeconfig: await kubeconfig(cluster, user), env });
  const transport = createTransport(credentials, { connectMs: 2000, headersMs: 2000 });
  stack.defer(transport.close);
  return transport;
};

/** What becomes of one request. A throw in a callback of Node's would fail the whole run. */
const ask = async (cluster: string, user: string, env: NodeJS.ProcessEnv = {}) => {
  const answer = await (await transportWith(cluster, user, env)).request({ path: '/', signal });
  if (answer.kind === 'answer') answer.body.resume();
  return answer;
};

const unreachable = (message: RegExp) => ({ kind: 'unreachable', message: expect.stringMatching(message) });

const cluster = 'server: https://api.example.invalid';

describe('a certificate or key that cannot be used is a value', () => {
  const user = 'client-certificate: a/tls.crt, client-key: b/tls.key';

  it('when the two do not belong together, with a proxy as without', async () => {
    await Promise.all([pair('a'), pair('b')]);
    const expected = unreachable(
      /^Cannot reach the Kubernetes API "https:\/\/api\.example\.invalid": the client key does not belong to the client certificate, needed a pair/,
    );
    expect(await ask(cluster, user)).toEqual(expected);
    const proxy = createServer((socket) =>
      socket.once('data', () => socket.write('HTTP/1.1 200 yes\r\n\r\n')),
    );
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    stack.defer(() => void proxy.close());
    const env = { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
    expect(await ask(cluster, user, env)).toEqual(expected);
  });

  it('when the key is encrypted', async () => {
    await pair('a');
    const [from, to] = [inFolder('a/tls.key'), inFolder('b.key')];
    await run(['openssl', 'pkcs8', '-topk8', '-in', from, '-out', to, '-passout', 'pass:secret']);
    expect(await ask(cluster, 'client-certificate: a/tls.crt, client-key: b.key')).toEqual(
      unreachable(/the client key is encrypted, needed one without a passphrase$/),
    );
  });

  it.each([
    [
      'the certificate',
      'client-certificate: cut, client-key: a/tls.key',
      'a/tls.crt',
      /client certificate is no PEM/,
    ],
    ['the key', 'client-certificate: a/tls.crt, client-key: cut', 'a/tls.key', /client key is no PEM/],
  ])('when %s has lost its first line', async (_what, cutUser, whole, message) => {
    await pair('a');
    await writeFile(inFolder('cut'), textOf(whole).split('\n').slice(1).join('\n'));
    expect(await ask(cluster, cutUser)).toEqual(unreachable(message));
  });

  it.each([
    ['client-certificate: a/tls.crt', /a client certificate without its key$/],
    ['client-key: a/tls.key', /a client key without its certificate$/],
    ['client-certificate: a/tls.crt, client-key: absent', /^Cannot read the certificates .*ENOENT/],
  ])('when there is only %s', async (halfUser, message) => {
    await pair('a');
    expect(await ask(cluster, halfUser)).toEqual(unreachable(message));
  });
});

describe('what stands in the kubeconfig by mistake is a value', () => {
  it('a token with a line end is trimmed', async () => {
    const seen: (string | undefined)[] = [];
    await using server = await startHostileApi([
      (response, request) => {
        seen.push(request.headers.authorization);
        response.end('{}');
      },
    ]);
    const plugin = inFolder('plugin');
    await writeFile(plugin, '#!/bin/sh\nprintf %s \'{"status":{"token":"from-plugin\\n"}}\'\n', {
      mode: 0o700,
    });
    await writeFile(inFolder('token'), '\nfrom-file\r\n');
    const users = [
      'token: "from-config\\n"',
      'tokenFile: token',
      `exec: {apiVersion: client.authentication.k8s.io/v1, command: ${plugin}}`,
    ];
    for (const user of users)
      expect(await ask(`server: "${server.url}"`, user, { PATH: process.env['PATH'] })).toMatchObject({
        status: 200,
      });
    expect(seen).toEqual(['Bearer from-config', 'Bearer from-file', 'Bearer from-plugin']);
  });

  it.each([
    ['a line end within a token', 'token: "se\\ncret"', /a character that no header may have$/],
    ['an empty plugin', 'exec: {command: ""}', /^Cannot get a credential from ""/],
    ['a zero octet in a plugin', 'exec: {command: "a\\0b"}', /^Cannot get a credential from/],
  ])('%s', async (_what, user, message) => {
    expect(await ask(cluster, user)).toEqual(unreachable(message));
  });

  it.each(['http://proxy:99999', 'http://[::1', 'https://'])('proxy %s', async (proxy) => {
    const message =
      /^Cannot use proxy ".*": not understood, needed http:\/\/host:port or https:\/\/host:port$/;
    expect(await ask(`${cluster}, proxy-url: "${proxy}"`, 'token: t')).toEqual(unreachable(message));
    expect(await ask(cluster, 'token: t', { HTTPS_PROXY: proxy })).toEqual(unreachable(message));
  });

  it('a proxy whose password cannot be read', async () => {
    const answer = await ask(`${cluster}, proxy-url: "http://me:%E0%A4%A@127.0.0.1:1"`, 'token: t');
    expect(answer).toMatchObject({ kind: 'unreachable' });
  });
});

it('a certificate and key that are replaced one after the other are reported, and used as soon as they are a pair', async () => {
  await Promise.all([pair('server'), pair('a'), pair('b')]);
  const list = '{"metadata":{"resourceVersion":"1"},"items":[]}';
  const ca = [textOf('a/tls.crt'), textOf('b/tls.crt')];
  const tls = { cert: textOf('server/tls.crt'), key: textOf('server/tls.key'), ca, requestCert: true };
  const server = stack.use(await startHostileApi([answers(401, '{}'), answers(200, list), opens('')], tls));
  await writeFile(inFolder('cert'), textOf('b/tls.crt'));
  await writeFile(inFolder('key'), textOf('a/tls.key'));
  const transport = await transportWith(
    `server: "${server.url}", certificate-authority: server/tls.crt`,
    'client-certificate: cert, client-key: key',
  );
  const told: string[] = [];
  const source = createKubeSource({
    transport,
    needs: leastNeeds,
    sources: ['service'],
    endpoints: false,
    onEvent: (event) => told.push(event.kind === 'feed-problem' ? event.message : event.kind),
    // Waits between attempts pass quickly.
    clock: {
      ...systemClock,
      after: (ms, action) => systemClock.after(Math.min(ms, ms > 60_000 ? ms : 5), action),
    },
  });
  const stop = new AbortController();
  const running = source.start(stop.signal);
  stack.defer(async () => {
    stop.abort();
    await running;
  });
  await waitFor('the mismatch to be reported', () =>
    told.some((line) => line.includes('does not belong to')),
  );
  expect(source.store.synced()).toBe(false);
  expect(server.requests).toEqual([]);
  await writeFile(inFolder('key'), textOf('b/tls.key'));
  await waitFor('the source to be synced', () => source.store.synced());
  expect(told.filter((line) => line.includes('does not belong to'))).toHaveLength(1);
  expect(told).toContain('feed-recovered');
});
