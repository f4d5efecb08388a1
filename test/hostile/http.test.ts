import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';
import { type Attack, lasts, testAttacks } from '../support/hostileAttack.ts';
import { serviceObject } from '../support/hostileObjects.ts';
import type { HostileWorld } from '../support/hostileWorld.ts';

/** Connections to the status server that are closed when the attack is over. */
const open = ({ listen, defer }: HostileWorld, count: number): readonly Socket[] => {
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(Number(listen.split(':')[1]), '127.0.0.1');
    socket.on('error', () => socket.destroy());
    return socket;
  });
  defer(() => {
    for (const socket of sockets) socket.destroy();
  });
  return sockets;
};

type Asked = { readonly status: number; readonly body: string };

/** One request as it is given, whatever fetch would say to it. */
const ask = (
  { listen }: HostileWorld,
  {
    path = '/',
    method = 'GET',
    headers = {},
  }: { path?: string; method?: string; headers?: Record<string, string> },
): Promise<Asked> =>
  new Promise((resolve, reject) => {
    const [host, port] = listen.split(':');
    const outgoing = request({ host, port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });

/** Whoever asks is answered so, each time. */
const isAnswered = (
  name: string,
  requests: readonly Parameters<typeof ask>[1][],
  statuses: readonly number[],
): Attack => ({
  name,
  on: () => undefined,
  felt: async (world) => {
    for (let round = 0; round < 20; round += 1)
      for (const asked of requests)
        expect(statuses, JSON.stringify(asked)).toContain((await ask(world, asked)).status);
    return true;
  },
  innocent: 'during',
});

/** Writes this into each connection, again and again. */
const drips =
  (count: number, first: string, then: string, everyMs: number): Attack['on'] =>
  (world) => {
    const sockets = open(world, count);
    for (const socket of sockets) socket.write(first);
    const timer = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write(then);
    }, everyMs);
    world.defer(() => clearInterval(timer));
  };

const crowd = Array.from({ length: 2000 }, (_, index) =>
  serviceObject(`crowd/c-${index}`, `10.97.${index >> 8}.${index & 255}`),
);

const readers =
  (count: number, path: string): Attack['on'] =>
  (world) => {
    world.api.put(...crowd);
    const stop = new AbortController();
    for (let index = 0; index < count; index += 1) {
      void (async () => {
        while (!stop.signal.aborted) {
          await fetch(`http://${world.listen}${path}`, { signal: stop.signal })
            .then((response) => response.arrayBuffer())
            .catch(() => undefined);
        }
      })();
    }
    world.defer(() => stop.abort());
  };

const heavy: Pick<Attack, 'alone' | 'felt' | 'innocent' | 'bounds'> = {
  alone: true,
  felt: lasts(2_000),
  innocent: 'during',
  bounds: { megabytes: 180, descriptors: 140 },
};

const confirm = { method: 'POST', path: '/v1/confirm-delete' };

testAttacks([
  {
    name: 'eighty connections send a header, an octet at a time',
    on: drips(80, 'GET /livez HTTP/1.1\r\nhost: localhost\r\nx: ', 'y', 50),
    felt: lasts(2_000),
    innocent: 'during',
    bounds: { descriptors: 140 },
  },
  {
    name: 'four hundred connections say nothing',
    on: (world) => void open(world, 400),
    felt: lasts(2_000),
    innocent: 'during',
    bounds: { descriptors: 140 },
  },
  {
    name: 'four hundred connections ask for everything, and read nothing',
    on: (world) => {
      world.api.put(...crowd);
      for (const socket of open(world, 400)) {
        socket.pause();
        socket.write('GET /v1/records HTTP/1.1\r\nhost: localhost\r\n\r\n');
      }
    },
    ...heavy,
  },
  { name: '48 readers ask for all records', on: readers(48, '/v1/records'), ...heavy },
  { name: '48 readers search all Services', on: readers(48, '/v1/services?filter=nothing'), ...heavy },
  { name: '48 readers ask for the metrics', on: readers(48, '/metrics'), ...heavy },
  isAnswered(
    'a page that is bound to the address of the daemon asks under its own name',
    ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '[::1', 'a@localhost'].map(
      (host) => ({
        path: '/v1/status',
        headers: { host },
      }),
    ),
    [400, 403],
  ),
  isAnswered(
    'a stranger behind a proxy or a mesh confirms a deletion',
    ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-envoy-external-address'].map((name) => ({
      ...confirm,
      headers: { [name]: name === 'forwarded' ? 'for=127.0.0.1' : '127.0.0.1', 'x-k8s-bind': '1' },
    })),
    [403],
  ),
  isAnswered(
    'a web page confirms a deletion',
    [
      { ...confirm, headers: { origin: 'http://evil.example' } },
      { ...confirm, headers: { origin: 'null' } },
      { ...confirm, headers: { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' } },
      { ...confirm, headers: { host: 'evil.example', 'x-k8s-bind': '1' } },
    ],
    [403],
  ),
  isAnswered(
    'requests have paths that are none',
    [
      '//',
      '*',
      '//evil.example/v1/status',
      '/%',
      '/%00',
      '/v1/records/../../etc/passwd',
      `/${'x'.repeat(5_000)}`,
      'http://evil.example/v1/status',
    ].map((path) => ({ path })),
    [400, 403, 404],
  ),
  isAnswered(
    'requests have queries that are none',
    ['?limit=-1', '?limit=1e999', '?filter=%', `?filter=${'('.repeat(3_000)}`, '?limit=NaN&limit=7'].map(
      (query) => ({ path: `/v1/services${query}` }),
    ),
    [200],
  ),
  isAnswered(
    'requests have methods that are not for them',
    ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'].map((method) => ({ method, path: '/v1/records' })),
    [405],
  ),
  {
    name: 'a request has a megabyte of headers',
    on: drips(10, `GET /livez HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(1 << 20)}`, '\r\n', 100),
    felt: lasts(1_000),
    innocent: 'during',
  },
  {
    name: 'a request has a body without an end',
    on: drips(
      20,
      'POST /v1/confirm-delete HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n',
      `1000\r\n${'x'.repeat(4096)}\r\n`,
      5,
    ),
    felt: lasts(2_000),
    innocent: 'during',
  },
  {
    name: 'connections are opened and reset as fast as it goes',
    on: (world) => {
      const timer = setInterval(() => {
        for (const socket of open(world, 20)) socket.on('connect', () => socket.resetAndDestroy());
      }, 10);
      world.defer(() => clearInterval(timer));
    },
    felt: lasts(1_500),
    innocent: 'during',
    bounds: { descriptors: 140 },
  },
]);
