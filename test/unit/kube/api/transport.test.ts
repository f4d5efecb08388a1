import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJson, readText } from '../../../../src/kube/api/readJson.ts';
import { retryAfterMs } from '../../../../src/kube/api/retryAfterMs.ts';
import { createTransport, type Transport } from '../../../../src/kube/api/transport.ts';
import { createCredentials } from '../../../../src/kube/credentials/createCredentials.ts';
import { freePort } from '../../../support/freePort.ts';
import { answers, breaksOff, hangs, type Reply, startHostileApi } from '../../../support/hostileApi.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';

const signal = new AbortController().signal;

const transportTo = async (master: string, headersMs = 2000): Promise<Transport> =>
  createTransport(await createCredentials({ master, env: {} }), { connectMs: 2000, headersMs });

const ask = async (reply: Reply, headersMs?: number) => {
  await using server = await startHostileApi([reply]);
  const transport = await transportTo(server.url, headersMs);
  const answer = await transport.request({ path: '/x', signal });
  const body = answer.kind === 'answer' ? await readText(answer.body) : '';
  transport.close();
  return { answer, body };
};

describe('the transport', () => {
  it('says status, Retry-After and body of an answer', async () => {
    const { answer, body } = await ask(answers(503, 'later', { 'retry-after': '3' }));
    expect(answer).toMatchObject({ kind: 'answer', status: 503, retryAfterMs: 3000 });
    expect(body).toBe('later');
  });

  it('finds the server where the kubeconfig says that it is now, without a restart', async () => {
    await using server = await startHostileApi([answers(200, 'here')]);
    await using folder = await temporaryFolder('transport');
    const kubeconfig = join(folder.path, 'config');
    const leadTo = (url: string) =>
      writeFile(
        kubeconfig,
        `current-context: c
contexts: [{name: c, context: {cluster: c}}]
clusters: [{name: c, cluster: {server: "${url}"}}]`,
      );
    await leadTo(`http://127.0.0.1:${await freePort()}`);
    const transport = createTransport(await createCredentials({ kubeconfig, env: {} }));
    expect(await transport.request({ path: '/x', signal })).toMatchObject({ kind: 'unreachable' });
    await leadTo(server.url);
    expect(await transport.request({ path: '/x', signal })).toMatchObject({ kind: 'answer', status: 200 });
    transport.close();
  });

  /** Each connection answers once, and is silent from then on. */
  const startMute = async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { url, connections: () => connections, close: () => server.close() };
  };
  const read = async (transport: Transport): Promise<string> => {
    const answer = await transport.request({ path: '/x', signal });
    if (answer.kind !== 'answer') return answer.kind;
    const body = await readText(answer.body);
    // The connection becomes idle.
    await new Promise(setImmediate);
    return body;
  };

  it('makes a new connection once those that idle are not to be trusted', async () => {
    const server = await startMute();
    const transport = await transportTo(server.url, 200);
    expect(await read(transport)).toBe('ok');
    transport.dropIdle();
    expect(await read(transport)).toBe('ok');
    expect(server.connections()).toBe(2);
    transport.close();
    server.close();
  });

  it('tries no second idle connection after one that was dead', async () => {
    const server = await startMute();
    const transport = await transportTo(server.url, 200);
    const both = await Promise.all([read(transport), read(transport)]);
    expect(both).toEqual(['ok', 'ok']);
    expect(await read(transport)).toBe('unreachable');
    expect(await read(transport)).toBe('ok');
    expect(server.connections()).toBe(3);
    transport.close();
    server.close();
  });

  it('reads what came of a body that breaks off', async () => {
    expect((await ask(breaksOff('half'))).body).toBe('half');
  });

  it('does not wait for a body that drips', async () => {
    await using server = await startHostileApi([
      (response) => {
        response.writeHead(500);
        const timer = setInterval(() => response.write('x'), 5);
        response.on('close', () => clearInterval(timer));
      },
    ]);
    const transport = await transportTo(server.url);
    const answer = await transport.request({ path: '/x', signal });
    if (answer.kind !== 'answer') throw new Error(`Cannot read the body: ${answer.kind}, needed an answer`);
    expect(await readText(answer.body, { maxOctets: 1 << 20, limitMs: 50 })).toMatch(/^x+$/);
    transport.close();
  });

  it('says that there is no answer in time', async () => {
    const { answer } = await ask(hangs, 30);
    expect(answer).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('no answer within 0.03 s'),
    });
  });

  it('says that a server switches protocols, which nobody asked for: that is no answer', async () => {
    const { answer } = await ask(({ socket }) => {
      socket?.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
    });
    expect(answer).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('closed without an answer'),
    });
  });

  it('says in words why a server cannot be reached', async () => {
    const transport = await transportTo(`http://127.0.0.1:${await freePort()}`);
    const answer = await transport.request({ path: '/', signal });
    expect(answer).toMatchObject({
      message: expect.stringMatching(
        /^Cannot reach the Kubernetes API "http:\/\/127\.0\.0\.1:\d+": connection refused$/,
      ),
    });
    const nowhere = await transportTo('http://no-such-host.invalid');
    expect(await nowhere.request({ path: '/', signal })).toMatchObject({
      message: expect.stringMatching(/the name does not resolve/),
    });
  });

  it('takes an abort for what it is', async () => {
    await using server = await startHostileApi([hangs]);
    const transport = await transportTo(server.url);
    const stop = new AbortController();
    const asking = transport.request({ path: '/', signal: stop.signal });
    stop.abort();
    expect(await asking).toEqual({ kind: 'aborted' });
  });

  it('makes one more try when a connection that was kept turns out to be closed', async () => {
    await using server = await startHostileApi([
      answers(200, '{}'),
      (response) => response.socket?.resetAndDestroy(),
      answers(200, '{"second":true}'),
    ]);
    const transport = await transportTo(server.url);
    const first = await transport.request({ path: '/', signal });
    if (first.kind === 'answer') await readText(first.body);
    const second = await transport.request({ path: '/', signal });
    expect(second.kind === 'answer' && (await readJson(second.body))).toEqual({ second: true });
    transport.close();
  });

  it('goes through the proxy that the environment names', async () => {
    const targets: string[] = [];
    const proxy = createServer((socket) => {
      socket.once('data', (octets) => {
        targets.push(octets.toString('latin1').split('\r\n')[0] ?? '');
        socket.end('HTTP/1.1 502 no\r\n\r\n');
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const env = { HTTPS_PROXY: `http://127.0.0.1:${port}` };
    const transport = createTransport(
      await createCredentials({ master: 'https://api.example.invalid:6443', env }),
    );
    expect((await transport.request({ path: '/', signal })).kind).toBe('unreachable');
    expect(targets).toEqual(['CONNECT api.example.invalid:6443 HTTP/1.1']);
    transport.close();
    proxy.close();
  });
});

describe('retryAfterMs', () => {
  it('reads seconds and dates, and nothing else', () => {
    expect(retryAfterMs('30', 0)).toBe(30_000);
    expect(retryAfterMs('Thu, 01 Jan 1970 00:00:10 GMT', 4000)).toBe(6000);
    expect(retryAfterMs('Thu, 01 Jan 1970 00:00:10 GMT', 40_000)).toBe(0);
    expect(retryAfterMs('soon', 0)).toBeUndefined();
    for (const number of ['-86400', '-1', '2.5', '1e9']) expect(retryAfterMs(number, 0)).toBeUndefined();
    expect(retryAfterMs(undefined, 0)).toBeUndefined();
  });

  it.each(['120', '999999', '3155760000', '9'.repeat(400), 'Fri, 01 Jan 2100 00:00:00 GMT'])(
    'caps "%s" at a minute',
    (header) => {
      expect(retryAfterMs(header, 0)).toBe(60_000);
    },
  );

  it('waits for nothing that lies in the past', () => {
    expect(retryAfterMs('Fri, 01 Jan 1999 00:00:00 GMT', Date.now())).toBe(0);
  });
});
