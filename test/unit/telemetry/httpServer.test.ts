import { once } from 'node:events';
import { type RequestOptions, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serviceRef } from '../../../src/model/objectRef.ts';
import { type HttpServerOptions, startHttpServer } from '../../../src/telemetry/httpServer.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import type { PublishedService } from '../../../src/telemetry/publishedService.ts';
import type { StatusSources } from '../../../src/telemetry/route.ts';
import { ROUTES } from '../../../src/telemetry/routes.ts';
import { waitFor } from '../../support/waitFor.ts';
import { goodStatus, goodZone, keptOutput, noSources } from './support.ts';

const rrset = (index: number) =>
  ({
    name: `s${index}.k8s.example.`,
    type: 'A',
    ttlSeconds: 30,
    rdatas: ['10.96.0.1'],
    zone: 'k8s.example.',
    object: serviceRef(`default/s${index}`),
  }) as const;

const service = (name: string): PublishedService => ({
  service: `default/${name}`,
  kind: 'cluster-ip',
  addresses: ['10.96.0.1'],
  readyEndpoints: 1,
  endpoints: 2,
  names: [`${name}.k8s.example. A 10.96.0.1`],
  state: 'published',
});

const start = async (
  sources: Partial<StatusSources> = {},
  options: Pick<HttpServerOptions, 'limits' | 'statusHosts'> = {},
) => {
  const output = keptOutput();
  const log = createLog({ level: 'info', format: 'json', env: {}, out: output });
  const server = await startHttpServer(
    {
      log,
      sources: { ...noSources(sources.status), ...sources },
    },
    { host: '127.0.0.1', port: 0, ...options },
  );
  onTestFinished(server.close);
  const base = `http://127.0.0.1:${server.address.port}`;
  const get = async (path: string, init?: RequestInit) => {
    const response = await fetch(base + path, init);
    return { code: response.status, type: response.headers.get('content-type'), body: await response.text() };
  };
  return { get, base, output, port: server.address.port };
};

/** One request as it is, with whatever headers. */
const ask = (port: number, options: RequestOptions): Promise<{ code: number | undefined; body: string }> =>
  new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', agent: false, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ code: response.statusCode, body }));
    })
      .on('error', reject)
      .end();
  });

/** A connection that sends a text and then nothing more. */
const open = async (port: number, text: string) => {
  const socket = connect(port, '127.0.0.1');
  let closed = false;
  let received = '';
  socket.on('close', () => {
    closed = true;
  });
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  if (text !== '') socket.write(text);
  return { socket, isClosed: () => closed, text: () => received };
};

describe('probes', () => {
  test('/livez answers as long as the process runs', async () => {
    const { get } = await start();
    expect(await get('/livez')).toMatchObject({ code: 200, body: 'ok\n' });
  });

  test('/readyz is 200 when ready, otherwise 503, with the reasons line by line', async () => {
    const ready = await start();
    expect(await ready.get('/readyz')).toMatchObject({ code: 200 });
    const behind = await start({
      status: () => ({ ...goodStatus, zones: [{ ...goodZone, state: 'behind' }] }),
    });
    const { code, body } = await behind.get('/readyz');
    expect(code).toBe(503);
    expect(body).toContain('[-] zone k8s.example. behind, the last good records answer\nnot ready\n');
  });

  test('/metrics has the text format that Prometheus reads', async () => {
    const { get } = await start();
    const { type, body } = await get('/metrics');
    expect(type).toContain('text/plain; version=0.0.4');
    expect(body).toContain('\nk8s_bind_ready 1\n');
  });
});

describe('data', () => {
  test('/v1/status is the status as JSON', async () => {
    const { get } = await start();
    expect(JSON.parse((await get('/v1/status')).body)).toEqual(goodStatus);
  });

  test('/v1/records is one JSON array, however many records there are', async () => {
    const { get } = await start({
      records: () => Array.from({ length: 5000 }, (_unused, index) => rrset(index)),
    });
    const records = JSON.parse((await get('/v1/records')).body) as unknown[];
    expect(records).toHaveLength(5000);
    expect(records[4999]).toEqual(rrset(4999));
    const empty = await start();
    expect(JSON.parse((await empty.get('/v1/records')).body)).toEqual([]);
  });

  test('/v1/services takes a filter and a limit', async () => {
    const { get } = await start({ services: () => ['web', 'db', 'webhook', 'webapp'].map(service) });
    const names = async (query: string) =>
      (JSON.parse((await get(`/v1/services${query}`)).body) as PublishedService[]).map(
        ({ service }) => service,
      );
    expect(await names('')).toHaveLength(4);
    expect(await names('?filter=WEB&limit=2')).toEqual(['default/web', 'default/webhook']);
    expect(await names('?filter=nothing')).toEqual([]);
  });

  test('what cannot be made is a 500 and a line in the log, and the server goes on', async () => {
    const { get, output } = await start({
      records: () => {
        throw new TypeError('broken');
      },
    });
    expect((await get('/v1/records')).code).toBe(500);
    expect(output.text()).toContain('Cannot answer a request');
    expect((await get('/livez')).code).toBe(200);
  });
});

describe('confirm-delete', () => {
  const confirmed: (string | undefined)[] = [];
  const confirmDelete = (zone: string | undefined, view: string | undefined) => {
    confirmed.push(view === undefined ? zone : `${zone} ${view}`);
    return 40;
  };
  const init = { method: 'POST', headers: { 'x-k8s-bind': '1' } };

  test('lets the deletion go, of one zone or of all', async () => {
    confirmed.length = 0;
    const { get } = await start({ confirmDelete });
    expect(await get('/v1/confirm-delete?zone=k8s.example.', init)).toMatchObject({
      code: 200,
      body: '{"deletes":40}\n',
    });
    expect(await get('/v1/confirm-delete', init)).toMatchObject({ code: 200 });
    await get('/v1/confirm-delete?zone=k8s.example.&view=internal', init);
    expect(confirmed).toEqual(['k8s.example.', undefined, 'k8s.example. internal']);
  });

  test('says when there is nothing to confirm', async () => {
    const { get } = await start();
    expect(await get('/v1/confirm-delete', init)).toMatchObject({ code: 409, body: '{"deletes":0}\n' });
  });

  test('is not for web pages, nor for who comes through a proxy, whatever the proxy says of them', async () => {
    confirmed.length = 0;
    const { get, port } = await start({ confirmDelete });
    expect((await get('/v1/confirm-delete', { method: 'POST' })).code).toBe(403);
    const post = (headers: Record<string, string>) =>
      ask(port, { method: 'POST', path: '/v1/confirm-delete', headers: { 'x-k8s-bind': '1', ...headers } });
    const strangers: Record<string, string>[] = [
      { host: `evil.example:${port}` },
      { host: `192.0.2.1:${port}` },
      { forwarded: 'for=127.0.0.1;host=localhost' },
      { 'x-forwarded-for': '127.0.0.1' },
      { 'x-forwarded-host': 'localhost' },
      { 'x-forwarded-client-cert': 'By=spiffe://cluster.local/ns/default/sa/default' },
      { 'x-real-ip': '::1' },
      { via: '1.1 gateway' },
    ];
    for (const headers of strangers)
      expect({ headers, code: (await post(headers)).code }).toMatchObject({ code: 403 });
    // A sidecar of a mesh comes from another loopback address and may add nothing.
    const sidecar = await ask(port, {
      method: 'POST',
      path: '/v1/confirm-delete',
      headers: { 'x-k8s-bind': '1' },
      localAddress: '127.0.0.6',
    });
    expect(sidecar.code).toBe(403);
    expect(confirmed).toEqual([]);
    expect((await post({})).code).toBe(200);
  });
});

describe('the Host of a request', () => {
  const code = async (port: number, host: string, path = '/v1/status') =>
    (await ask(port, { path, headers: { host } })).code;

  test('is an address, a loopback name or a name that the operator gave: no page is re-bound to us', async () => {
    const { port } = await start({}, { statusHosts: ['Dns.Example.'] });
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      'localhost.evil.example',
      'dns.example.evil.example',
    ]) {
      expect([host, await code(port, host)]).toEqual([host, 403]);
      expect([host, await code(port, host, '/')]).toEqual([host, 403]);
      expect([host, await code(port, host, '/metrics')]).toEqual([host, 403]);
    }
    for (const host of [
      'localhost',
      `LOCALHOST.:${port}`,
      'x.localhost',
      '127.0.0.1:1',
      '[::1]',
      '[::1]:9',
      '10.1.2.3',
      'dns.example:80',
      'DNS.example.',
    ]) {
      expect([host, await code(port, host)]).toEqual([host, 200]);
    }
  });

  test('does not matter to /livez, which says nothing', async () => {
    const { port } = await start();
    expect(await code(port, 'evil.example', '/livez')).toBe(200);
  });
});

describe('readers', () => {
  /** Takes about a quarter of a millisecond for each, as records do that are computed. */
  const costly = function* (count: number) {
    for (let index = 0; index < count; index += 1) {
      const untilMs = performance.now() + 0.25;
      while (performance.now() < untilMs);
      yield rrset(index);
    }
  };

  test('however many, leave time for others: /livez answers, and what waits for the event loop goes on', async () => {
    let made = 0;
    const { get, base } = await start({
      records: function* () {
        for (const item of costly(4000)) {
          made += 1;
          yield item;
        }
      },
      services: function* () {
        for (const { name } of costly(4000)) yield service(name);
      },
    });
    const stop = new AbortController();
    const readers = Array.from({ length: 48 }, async (_unused, index) => {
      while (!stop.signal.aborted) {
        const path = index % 2 === 0 ? '/v1/records' : '/v1/services?filter=nothing';
        await fetch(base + path, { signal: stop.signal })
          .then((response) => response.arrayBuffer())
          .catch(() => undefined);
      }
    });
    await waitFor('readers are being answered', () => made > 500);
    const soon = AbortSignal.timeout(10_000);
    // Without a limit one of these takes about as long as all readers together, twelve seconds and more.
    for (let asked = 0; asked < 20; asked += 1)
      expect((await get('/livez', { signal: soon })).code).toBe(200);
    for (let turns = 0; turns < 200; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(soon.aborted).toBe(false);
    stop.abort();
    await Promise.all(readers);
  });

  test('wait in a line that has an end, and are told to come back', async () => {
    const gate = Promise.withResolvers<void>();
    let asked = 0;
    const metrics = {
      contentType: 'text/plain',
      text: async () => {
        asked += 1;
        await gate.promise;
        return 'done\n';
      },
    };
    const { base } = await start({ metrics }, { limits: { answers: { atOnce: 2, waiting: 3 } } });
    const all = Array.from({ length: 8 }, () => fetch(`${base}/metrics`));
    const refused: Response[] = [];
    for (const answer of all) void answer.then((response) => refused.push(response));
    await waitFor('three are sent away', () => refused.length === 3);
    expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(['1', '1', '1']);
    gate.resolve();
    const codes = (await Promise.all(all)).map(({ status }) => status).sort((a, b) => a - b);
    expect(codes).toEqual([200, 200, 200, 200, 200, 503, 503, 503]);
    expect(asked).toBe(5);
    expect((await fetch(`${base}/metrics`)).status).toBe(200);
  });

  test('who go away while they wait or read make room for others', async () => {
    const { base, get } = await start(
      { records: () => costly(100_000) },
      { limits: { answers: { atOnce: 1, waiting: 5 } } },
    );
    for (let round = 0; round < 3; round += 1) {
      const leave = new AbortController();
      const all = Array.from({ length: 4 }, () => fetch(`${base}/v1/records`, { signal: leave.signal }));
      await Promise.any(all);
      leave.abort();
      await Promise.allSettled(all);
    }
    const first = new AbortController();
    await waitFor('there is room', () => fetch(`${base}/v1/records`, { signal: first.signal }));
    first.abort();
    expect((await get('/livez')).code).toBe(200);
  });

  test('who take nothing of what they asked for are cut off', async () => {
    let ended = false;
    const { port, get } = await start(
      {
        records: function* () {
          try {
            for (let index = 0; index < 500_000; index += 1) yield rrset(index);
          } finally {
            ended = true;
          }
        },
      },
      { limits: { answerMs: 1_000 } },
    );
    const reader = await open(port, 'GET /v1/records HTTP/1.1\r\nHost: localhost\r\n\r\n');
    reader.socket.pause();
    await waitFor('nothing more is made for the reader', () => ended);
    reader.socket.resume();
    await waitFor('the reader is cut off', reader.isClosed);
    expect(reader.text()).not.toContain('s499999.');
    expect((await get('/livez')).code).toBe(200);
  });

  test('who send no request, half of one, or a body that never ends, do not stay', async () => {
    const { port, get } = await start({}, { limits: { headersMs: 300, requestMs: 600 } });
    const head = 'POST /v1/confirm-delete HTTP/1.1\r\nHost: localhost\r\n';
    const slow = await Promise.all(
      [
        '',
        'G',
        'GET /livez HTTP/1.1\r\nHost: localhost\r\nX: ',
        `${head}Content-Length: 1000000\r\n\r\nx`,
      ].map((text) => open(port, text)),
    );
    await waitFor('all are closed', () => slow.every(({ isClosed }) => isClosed()));
    const long = await open(port, `GET /livez HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(9000)}\r\n\r\n`);
    await waitFor('headers that are too large are refused', () => long.isClosed());
    expect(long.text()).toContain('431');
    expect((await get('/livez')).code).toBe(200);
  });

  test('who keep connections open have so many, and one more closes the idlest: others still get in', async () => {
    const { port, get } = await start({}, { limits: { connections: 10 } });
    const idle: Awaited<ReturnType<typeof open>>[] = [];
    for (let index = 0; index < 40; index += 1) idle.push(await open(port, ''));
    await waitFor('only so many are open', () => idle.filter(({ isClosed }) => !isClosed()).length <= 10);
    expect(idle.slice(-10).some(({ isClosed }) => isClosed())).toBe(false);
    expect((await get('/livez')).code).toBe(200);
  });

  test('an answer that breaks off in the middle is a line in the log, and the server goes on', async () => {
    const { base, get, output } = await start({
      records: function* () {
        yield rrset(1);
        throw new TypeError('broken in the middle');
      },
    });
    await expect(fetch(`${base}/v1/records`).then((response) => response.text())).rejects.toThrow();
    await waitFor('it is said', () => output.text().includes('broken in the middle'));
    expect((await get('/livez')).code).toBe(200);
  });
});

describe('what is not there', () => {
  test('is 404, and a wrong method 405', async () => {
    const { get } = await start();
    expect((await get('/nope')).code).toBe(404);
    expect((await get('/v1/status', { method: 'DELETE' })).code).toBe(405);
  });

  test('a request that names no path is 400, never a fault of ours', async () => {
    const { port, output } = await start();
    for (const path of ['//', '//evil.example/v1/status', '/\\', '*', 'http://[', '///', '/%']) {
      const { code } = await ask(port, { path });
      expect([path, code === 400 || code === 404]).toEqual([path, true]);
    }
    expect((await ask(port, { path: '//' })).code).toBe(400);
    expect(output.text()).toBe('');
  });

  test('every route answers HEAD or POST without a body of its own making', async () => {
    const { base } = await start();
    for (const { method, path } of ROUTES) {
      const response = await fetch(base + path, { method: method === 'GET' ? 'HEAD' : method });
      expect(response.status).toBeLessThan(500);
    }
  });
});

test('an address that is taken is an error to the caller', async () => {
  const { port } = await start();
  const log = createLog({ level: 'silent', format: 'json', env: {}, out: keptOutput() });
  const sources = { status: () => goodStatus } as StatusSources;
  await expect(startHttpServer({ log, sources }, { host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
