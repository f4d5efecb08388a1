import { request } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serviceRef } from '../../../src/model/objectRef.ts';
import { startHttpServer } from '../../../src/telemetry/httpServer.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import type { PublishedService } from '../../../src/telemetry/publishedService.ts';
import { ROUTES, type StatusSources } from '../../../src/telemetry/routes.ts';
import { goodStatus, goodZone, keptOutput } from './support.ts';

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

const start = async (sources: Partial<StatusSources> = {}) => {
  const output = keptOutput();
  const log = createLog({ level: 'info', format: 'json', env: {}, out: output });
  const server = await startHttpServer(
    {
      log,
      sources: {
        status: () => goodStatus,
        records: () => [],
        services: () => [],
        metrics: createMetrics(() => goodStatus),
        confirmDelete: () => 0,
        ...sources,
      },
    },
    { host: '127.0.0.1', port: 0 },
  );
  onTestFinished(server.close);
  const base = `http://127.0.0.1:${server.address.port}`;
  const get = async (path: string, init?: RequestInit) => {
    const response = await fetch(base + path, init);
    return { code: response.status, type: response.headers.get('content-type'), body: await response.text() };
  };
  return { get, base, output, port: server.address.port };
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
  const confirmDelete = (zone: string | undefined) => {
    confirmed.push(zone);
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
    expect(confirmed).toEqual(['k8s.example.', undefined]);
  });

  test('says when there is nothing to confirm', async () => {
    const { get } = await start();
    expect(await get('/v1/confirm-delete', init)).toMatchObject({ code: 409, body: '{"deletes":0}\n' });
  });

  test('is not for web pages: without our header, or under a name that was re-bound to this host', async () => {
    confirmed.length = 0;
    const { get, port } = await start({ confirmDelete });
    expect((await get('/v1/confirm-delete', { method: 'POST' })).code).toBe(403);
    const rebound = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { ...init.headers, host: `evil.example:${port}` };
      request(
        { port, host: '127.0.0.1', method: 'POST', path: '/v1/confirm-delete', headers },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      )
        .on('error', reject)
        .end();
    });
    expect(rebound).toBe(403);
    expect(confirmed).toEqual([]);
  });
});

describe('what is not there', () => {
  test('is 404, and a wrong method 405', async () => {
    const { get } = await start();
    expect((await get('/nope')).code).toBe(404);
    expect((await get('/v1/status', { method: 'DELETE' })).code).toBe(405);
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
