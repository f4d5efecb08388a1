import { get } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startHttpServer } from '../../../src/telemetry/httpServer.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import type { Summary } from '../../../src/telemetry/summary.ts';
import { summaryOf } from '../../../src/telemetry/summary.ts';
import { waitFor } from '../../support/waitFor.ts';
import { goodStatus, goodZone, keptOutput, noSources } from './support.ts';

const live = { readers: 3, intervalMs: 10, quietMs: 60_000, stuckMs: 60_000, longestMs: 60_000 };

const start = async (limits: Partial<typeof live> = {}) => {
  let serial = 1;
  let made = 0;
  const summary = (): Summary => {
    made += 1;
    return summaryOf({ ...goodStatus, zones: [{ ...goodZone, serial }] }, { changes: [], latencies: [] });
  };
  const log = createLog({ level: 'silent', format: 'json', env: {}, out: keptOutput() });
  const server = await startHttpServer(
    { log, sources: { ...noSources(), summary } },
    { host: '127.0.0.1', port: 0, limits: { live: { ...live, ...limits }, answerMs: 200 } },
  );
  onTestFinished(server.close);
  const { port } = server.address;
  const read = async (host = 'localhost') => {
    const seen = { status: 0, type: '', text: '', ended: false, leave: () => {} };
    await new Promise<void>((resolve, reject) => {
      const request = get(
        { port, host: '127.0.0.1', path: '/v1/live', headers: { host }, agent: false },
        (response) => {
          seen.status = response.statusCode ?? 0;
          seen.type = response.headers['content-type'] ?? '';
          response.setEncoding('utf8').on('data', (text: string) => (seen.text += text));
          response.on('close', () => (seen.ended = true));
          response.on('error', () => {});
          resolve();
        },
      );
      request.on('error', reject);
      seen.leave = () => request.destroy();
      onTestFinished(seen.leave);
    });
    return seen;
  };
  return { read, port, made: () => made, write: () => (serial += 1) };
};

/** The serials that a reader was sent. */
const serials = (text: string): readonly number[] =>
  text
    .split('\n\n')
    .filter((event) => event.startsWith('data: '))
    .map((event) => (JSON.parse(event.slice(6)) as Summary).zones[0]?.serial ?? 0);

describe('/v1/live', () => {
  test('sends the summary at once, and again only when it has become another one', async () => {
    const { read, write, made } = await start();
    const seen = await read();
    expect([seen.status, seen.type]).toEqual([200, 'text/event-stream']);
    await waitFor('the first event', () => serials(seen.text).length === 1);
    const before = made();
    await waitFor('it was looked at again', () => made() > before + 5);
    expect(serials(seen.text)).toEqual([1]);
    write();
    await waitFor('the change', () => serials(seen.text).length === 2);
    expect(serials(seen.text)).toEqual([1, 2]);
  });

  test('stays open beyond the time of an answer, and ends after the longest time', async () => {
    const { read } = await start({ longestMs: 600 });
    const startedMs = performance.now();
    const seen = await read();
    await waitFor('it has ended', () => seen.ended);
    expect(performance.now() - startedMs).toBeGreaterThan(500);
  });

  test('has room for so many readers; who goes makes room for the next, and nothing is made for nobody', async () => {
    const { read } = await start();
    const readers = [await read(), await read(), await read()];
    expect((await read()).status).toBe(503);
    readers[0]?.leave();
    await waitFor('there is room again', async () => (await read()).status === 200);
    for (const reader of readers) reader.leave();
  });

  test('makes the summary once for all readers, and not at all without any', async () => {
    const { read, made } = await start({ intervalMs: 50 });
    const readers = [await read(), await read(), await read()];
    const startedMs = performance.now();
    const before = made();
    await waitFor('some rounds', () => made() > before + 4);
    expect(made() - before).toBeLessThanOrEqual((performance.now() - startedMs) / 50 + 2);
    for (const reader of readers) reader.leave();
    let last = -1;
    await waitFor(
      'nothing is made any more',
      () => {
        const isStill = last === made();
        last = made();
        return isStill;
      },
      { intervalMs: 300 },
    );
  });

  test('says something now and then, so that a reader knows that it is heard', async () => {
    const { read } = await start({ quietMs: 50 });
    const seen = await read();
    await waitFor('it was sent again', () => serials(seen.text).length >= 3);
    expect(new Set(serials(seen.text))).toEqual(new Set([1]));
  });

  test('is not for a page whose name was re-bound to us', async () => {
    const { read } = await start();
    expect((await read('evil.example')).status).toBe(403);
  });
});
