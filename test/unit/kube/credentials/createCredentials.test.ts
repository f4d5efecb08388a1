import { readFileSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTransport } from '../../../../src/kube/api/transport.ts';
import {
  type CredentialsOptions,
  createCredentials,
} from '../../../../src/kube/credentials/createCredentials.ts';
import type { Credentials } from '../../../../src/kube/credentials/credentials.ts';
import { inClusterConfig, isInCluster } from '../../../../src/kube/credentials/inClusterConfig.ts';
import { makeCertificate } from '../../../support/certificate.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../support/temporaryFolder.ts';

let folder: TemporaryFolder;
const signal = new AbortController().signal;

beforeEach(async () => {
  folder = await temporaryFolder('credentials');
});
afterEach(() => folder[Symbol.asyncDispose]());

const put = async (name: string, text: string): Promise<string> => {
  const path = join(folder.path, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
  return path;
};

const config = (user: string, cluster = 'server: https://api.example:6443', context = '') => `
apiVersion: v1
kind: Config
current-context: lan
contexts:
- {name: lan, context: {cluster: lan, user: me}}
- {name: other, context: {cluster: other, user: me}}
${context}
clusters:
- {name: lan, cluster: {${cluster}}}
- {name: other, cluster: {server: https://other.example}}
users:
- {name: me, user: {${user}}}
`;

const accessWith = async (options: Partial<CredentialsOptions>) =>
  (await createCredentials({ env: {}, ...options })).access(signal);

/** What a user section of a kubeconfig comes to. */
const accessAs = async (user: string, cluster?: string) =>
  accessWith({ kubeconfig: await put('config', config(user, cluster)) });

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Makes the credential plugin that the kubeconfigs below name. */
const plugin = async (script: string): Promise<void> => {
  await chmod(await put('plugin', `#!/bin/sh\n${script}\n`), 0o700);
};

/** Asks the server of a cluster section. */
const ask = async (cluster: string) => {
  const credentials = await createCredentials({
    env: {},
    kubeconfig: await put('config', config('token: t', cluster)),
  });
  const transport = createTransport(credentials);
  const answer = await transport.request({ path: '/', signal });
  if (answer.kind === 'answer') answer.body.resume();
  transport.close();
  return answer;
};

describe('where credentials come from', () => {
  it.each([
    ['nothing', {}, 'http://localhost:8080/'],
    ['--master', { master: 'http://10.0.0.1:8080' }, 'http://10.0.0.1:8080/'],
    ['--master without a scheme', { master: '10.0.0.1:8080' }, 'http://10.0.0.1:8080/'],
    [
      'a path in front of the API',
      { master: 'https://rancher.example/k8s/c-1' },
      'https://rancher.example/k8s/c-1',
    ],
  ])('%s', async (_name, options, server) => {
    const access = await accessWith({ env: { HOME: folder.path }, ...options });
    expect(access).toMatchObject({ kind: 'access', headers: {}, tls: {} });
    expect(access.kind === 'access' && access.server.href).toBe(server);
  });

  it('prefers --kubeconfig to KUBECONFIG, that to a pod, and that to ~/.kube/config', async () => {
    const home = folder.path;
    await put('.kube/config', config('token: home'));
    const env = { HOME: home };
    expect(await accessWith({ env })).toMatchObject({ headers: { authorization: 'Bearer home' } });
    const listed = await put('listed', config('token: listed'));
    const withList = { ...env, KUBECONFIG: `${join(home, 'absent')}:${listed}` };
    expect(await accessWith({ env: withList })).toMatchObject({
      headers: { authorization: 'Bearer listed' },
    });
    const kubeconfig = await put('given', config('token: given'));
    expect(await accessWith({ env: withList, kubeconfig })).toMatchObject({
      headers: { authorization: 'Bearer given' },
    });
  });

  it('--master replaces the server of a kubeconfig, not its credentials', async () => {
    const kubeconfig = await put('config', config('token: t'));
    const access = await accessWith({ kubeconfig, master: 'https://127.0.0.1:6443' });
    expect(access).toMatchObject({ headers: { authorization: 'Bearer t' } });
    expect(access.kind === 'access' && access.server.host).toBe('127.0.0.1:6443');
  });

  it('--context chooses another than the current one', async () => {
    const access = await accessWith({
      kubeconfig: await put('config', config('token: t')),
      context: 'other',
    });
    expect(access.kind === 'access' && access.server.host).toBe('other.example');
  });

  it('merges the files of KUBECONFIG: the first that has an entry wins', async () => {
    const first = await put(
      'first',
      'current-context: lan\nclusters: [{name: lan, cluster: {server: https://first}}]\n',
    );
    const second = await put(
      'second',
      config('token: t').replace('current-context: lan', 'current-context: other'),
    );
    const access = await accessWith({ env: { KUBECONFIG: `${first}:${second}` } });
    expect(access).toMatchObject({ headers: { authorization: 'Bearer t' } });
    expect(access.kind === 'access' && access.server.host).toBe('first');
  });

  it.each([
    ['empty', ''],
    ['of comments alone', '# nothing yet\n---\n# nothing here either\n'],
  ])('passes over a file of KUBECONFIG that is %s', async (_what, text) => {
    const nothing = await put('nothing', text);
    const something = await put('something', config('token: t'));
    for (const files of [`${nothing}:${something}`, `${something}:${nothing}`])
      expect(await accessWith({ env: { KUBECONFIG: files } })).toMatchObject({
        headers: { authorization: 'Bearer t' },
      });
    expect(await accessWith({ kubeconfig: nothing })).toMatchObject({
      message: expect.stringMatching(/no current-context, needed one that it has$/),
    });
  });

  it.each([
    ['no context of that name', { context: 'nope' }, /no context "nope", needed one that it has$/],
    [
      'no such file',
      { kubeconfig: '/nowhere/config' },
      /^Cannot read kubeconfig "\/nowhere\/config": ENOENT/,
    ],
  ])('%s is said', async (_name, options, message) => {
    const kubeconfig = await put('config', config('token: t'));
    expect(await accessWith({ kubeconfig, ...options })).toEqual({
      kind: 'problem',
      message: expect.stringMatching(message),
    });
  });

  it('a line that is no YAML is said by its number, without what stands in it', async () => {
    const kubeconfig = await put('config', config('token: "abc-secret'));
    expect(await accessWith({ kubeconfig })).toEqual({
      kind: 'problem',
      message: `Cannot read kubeconfig "${kubeconfig}": line 14 is no YAML (missing char), needed a file that kubectl can use`,
    });
    await put('config', config('token: *abc-secret'));
    const unresolved = await accessWith({ kubeconfig });
    expect(unresolved).toMatchObject({ message: expect.stringContaining('an alias without its anchor') });
    expect(JSON.stringify(unresolved)).not.toContain('abc-secret');
  });

  it('a pod has the service account of its cluster', async () => {
    const account = join(folder.path, 'account');
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    expect(await isInCluster(env, account)).toBe(false);
    await put('account/token', 'pod-token');
    expect(await isInCluster(env, account)).toBe(true);
    expect(await isInCluster({}, account)).toBe(false);
    expect(await inClusterConfig(env, account)).toMatchObject({
      config: {
        server: 'https://[fd00::1]:443',
        user: { kind: 'token-file', path: join(account, 'token') },
        ca: { kind: 'file', path: join(account, 'ca.crt') },
      },
    });
  });
});

describe('what a kubeconfig may hold', () => {
  it.each([
    ['token: abc', { authorization: 'Bearer abc' }],
    ['username: u, password: p', { authorization: 'Basic dTpw' }],
    [
      'token: abc, as: jane, as-groups: [a, b]',
      { 'impersonate-user': 'jane', 'impersonate-group': ['a', 'b'] },
    ],
  ])('%s', async (user, headers) => {
    expect(await accessAs(user)).toMatchObject({ headers });
  });

  it('a token file, relative to the kubeconfig, read again each time', async () => {
    const credentials = await createCredentials({
      env: {},
      kubeconfig: await put('config', config('tokenFile: t')),
    });
    expect(await credentials.access(signal)).toMatchObject({
      message: expect.stringContaining('Cannot read token file'),
    });
    for (const token of ['one', 'two']) {
      await put('t', `${token}\n`);
      expect(await credentials.access(signal)).toMatchObject({
        headers: { authorization: `Bearer ${token}` },
      });
    }
  });

  it('certificates as files or as data, a server name, and no verification', async () => {
    await put('ca.crt', 'CA');
    const access = await accessAs(
      `client-certificate-data: ${base64('CERT')}, client-key-data: ${base64('KEY')}`,
      'server: https://api.example, certificate-authority: ca.crt, tls-server-name: inner, insecure-skip-tls-verify: true',
    );
    expect(access).toMatchObject({
      tls: { ca: 'CA', cert: 'CERT', key: 'KEY', servername: 'inner', rejectUnauthorized: false },
    });
  });

  it('a proxy, unless it is one we cannot use', async () => {
    const server = 'server: https://api.example';
    expect(await accessAs('token: t', `${server}, proxy-url: http://proxy:3128`)).toMatchObject({
      proxyUrl: 'http://proxy:3128',
    });
    expect(await accessAs('token: t', `${server}, proxy-url: socks5://proxy`)).toMatchObject({
      message: 'Cannot use proxy "socks5://proxy": its scheme is not supported, needed http:// or https://',
    });
  });

  it('a file that was rewritten is read again after a refusal', async () => {
    const kubeconfig = await put('config', config('token: old'));
    const credentials = await createCredentials({ env: {}, kubeconfig });
    await credentials.access(signal);
    await put('config', config('token: new'));
    expect(await credentials.access(signal)).toMatchObject({ headers: { authorization: 'Bearer old' } });
    credentials.renew();
    expect(await credentials.access(signal)).toMatchObject({ headers: { authorization: 'Bearer new' } });
  });
});

describe('a kubeconfig that leads nowhere', () => {
  const at = (host: string, user = 'token: t') => put('config', config(user, `server: https://${host}`));
  const hostOf = async (credentials: Credentials): Promise<string> => {
    const access = await credentials.access(signal);
    return access.kind === 'access' ? access.server.host : access.message;
  };

  it('is read again once no server was reached, and kept while it cannot be read', async () => {
    const credentials = await createCredentials({ env: {}, kubeconfig: await at('old.example') });
    expect(await hostOf(credentials)).toBe('old.example');
    await at('new.example');
    expect(await hostOf(credentials)).toBe('old.example');
    credentials.reread();
    expect(await hostOf(credentials)).toBe('new.example');
    await put('config', 'half: [writ');
    credentials.reread();
    expect(await hostOf(credentials)).toBe('new.example');
    await at('newest.example');
    expect(await hostOf(credentials)).toBe('newest.example');
  });

  it('is read again after a file that it names could not be', async () => {
    const kubeconfig = await at('api.example', 'client-certificate: absent.crt, client-key: absent.key');
    const credentials = await createCredentials({ env: {}, kubeconfig });
    expect(await hostOf(credentials)).toContain('Cannot read the certificates');
    await at('api.example');
    expect(await hostOf(credentials)).toBe('api.example');
  });

  it('may be the second of two in KUBECONFIG, which was not there at the start', async () => {
    const second = join(folder.path, 'later');
    await put('first', 'clusters: []');
    const credentials = await createCredentials({
      env: { KUBECONFIG: `${join(folder.path, 'first')}:${second}` },
    });
    expect(await hostOf(credentials)).toContain('no current-context');
    await put('later', config('token: t', 'server: https://later.example'));
    expect(await hostOf(credentials)).toBe('later.example');
  });
});

describe('a credential plugin', () => {
  const exec = `exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: [hello],
    env: [{name: EXTRA, value: more}], provideClusterInfo: true, interactiveMode: IfAvailable}`;
  const count = `echo run >> "$(dirname "$0")/runs"`;

  it('gets its arguments, environment and the cluster, and is run again when its token expired or was refused', async () => {
    const soon = new Date(Date.now() + 5000).toISOString();
    await plugin(
      `${count}; printf '{"status":{"token":"%s-%s-%s"}}' "$1" "$EXTRA" "$(wc -l < "$(dirname "$0")/runs" | tr -d ' ')"`,
    );
    const credentials = await createCredentials({
      env: { PATH: process.env['PATH'] },
      kubeconfig: await put('config', config(exec)),
    });
    const token = async () => {
      const access = await credentials.access(signal);
      return access.kind === 'access' ? access.headers['authorization'] : access.message;
    };
    expect(await token()).toBe('Bearer hello-more-1');
    expect(await token()).toBe('Bearer hello-more-1');
    credentials.renew();
    expect(await token()).toBe('Bearer hello-more-2');
    await plugin(`${count}; echo '{"status":{"token":"brief","expirationTimestamp":"${soon}"}}'`);
    credentials.renew();
    expect([await token(), await token()]).toEqual(['Bearer brief', 'Bearer brief']);
    expect(readFileSync(join(folder.path, 'runs'), 'utf8').split('\n')).toHaveLength(5);
    await plugin(
      'echo "{\\"status\\":{\\"token\\":\\"$(echo "$KUBERNETES_EXEC_INFO" | tr -d \'\\"{}\')\\"}}"',
    );
    credentials.renew();
    expect(await token()).toContain('server:https://api.example:6443');
  });

  it('is not run again when the kubeconfig is read again, unless it is another', async () => {
    await plugin(`${count}; printf '{"status":{"token":"%s"}}' "$1"`);
    await rm(join(folder.path, 'runs'), { force: true });
    const kubeconfig = await put('config', config(exec));
    const credentials = await createCredentials({ env: { PATH: process.env['PATH'] }, kubeconfig });
    const token = async () => {
      const access = await credentials.access(signal);
      return access.kind === 'access' ? access.headers['authorization'] : access.message;
    };
    expect(await token()).toBe('Bearer hello');
    credentials.reread();
    expect(await token()).toBe('Bearer hello');
    expect(readFileSync(join(folder.path, 'runs'), 'utf8')).toBe('run\n');
    await put('config', config(exec.replace('[hello]', '[other]')));
    credentials.reread();
    expect(await token()).toBe('Bearer other');
  });

  it.each([
    ['says why it fails', 'echo "please log in" >&2; exit 1', /"\/.*\/plugin": please log in, needed/],
    ['prints something else', 'echo hello', /an answer without a token or certificate/],
    [
      'would read from a terminal',
      'read x && echo "{\\"status\\":{\\"token\\":\\"$x\\"}}" || exit 3',
      /Command failed/,
    ],
  ])('that %s is a problem', async (_name, script, message) => {
    await plugin(script);
    expect(await accessAs(exec)).toMatchObject({ kind: 'problem', message: expect.stringMatching(message) });
  });

  it('that is not there is a problem', async () => {
    expect(await accessAs(exec.replace('./plugin', 'no-such-program'))).toMatchObject({
      message: expect.stringMatching(/^Cannot get a credential from "no-such-program": .*ENOENT/),
    });
  });
});

describe('an auth provider of the client library', () => {
  it('gives its token, read by the library', async () => {
    expect(
      await accessAs(
        'auth-provider: {name: gcp, config: {access-token: abc, expiry: "2999-01-01T00:00:00Z"}}',
      ),
    ).toMatchObject({ headers: { authorization: 'Bearer abc' } });
  });

  it('that does not work is a problem', async () => {
    expect(await accessAs('auth-provider: {name: nobody-knows, config: {}}')).toMatchObject({
      message: expect.stringContaining('Cannot get a credential from auth-provider "nobody-knows"'),
    });
  });
});

describe('TLS', () => {
  it('trusts the authority of the kubeconfig, and says what is missing without it', async () => {
    const { certificateFile, keyFile } = await makeCertificate(folder.path);
    const server = createServer(
      { cert: readFileSync(certificateFile), key: readFileSync(keyFile) },
      (_request, response) => {
        response.end('{}');
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = `server: "https://127.0.0.1:${(server.address() as AddressInfo).port}"`;
    expect(await ask(`${at}, certificate-authority: tls.crt`)).toMatchObject({ kind: 'answer', status: 200 });
    expect(await ask(at)).toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/not signed by an authority we know, needed its certificate authority/),
    });
    expect(await ask(`${at}, insecure-skip-tls-verify: true`)).toMatchObject({ kind: 'answer' });
    server.close();
  });
});
