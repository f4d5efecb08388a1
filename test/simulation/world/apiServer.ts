import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { ApiAnswer, Transport } from '../../../src/kube/api/transport.ts';
import type { Seeded } from '../../support/seed.ts';
import { type ApiContent, collections, createApiContent } from './apiContent.ts';
import { createApiLists } from './apiLists.ts';
import { createApiWatches } from './apiWatches.ts';
import type { Host } from './host.ts';
import type { VirtualTime } from './virtualTime.ts';

/** An API server with some collections: lists, watches, watches with initial events, and what goes wrong. */
export type ApiServer = {
  readonly content: ApiContent;
  readonly transportFor: (host: Host) => Transport;
  /** Every stream is cut, some in the middle of a line. */
  readonly cut: () => void;
  /** Streams bring nothing for so long, and nobody is told. */
  readonly stall: (forMs: number) => void;
  readonly restart: (downMs: number) => void;
  /** Every request is answered with this status for so long. */
  readonly fail: (status: number, forMs: number) => void;
  /** The store goes back to what it held; streams are cut. */
  readonly restore: (mark: number) => void;
  readonly calm: () => void;
  readonly streams: () => number;
};

export type ApiServerOptions = {
  /** Whether a watch may begin with what exists (Kubernetes 1.32 and later). */
  readonly watchLists: boolean;
  /** Objects on one page of a list. */
  readonly pageSize: number;
};

export const createApiServer = (
  time: VirtualTime,
  random: Seeded,
  { watchLists, pageSize }: ApiServerOptions,
): ApiServer => {
  const content = createApiContent(time.nowMs);
  let downUntilMs = 0;
  let failing = { status: 0, untilMs: 0 };
  const latencyMs = (): number => (random.below(12) === 0 ? 50 + random.below(900) : 1 + random.next() * 3);
  const watches = createApiWatches({ time, random, content, latencyMs });
  const lists = createApiLists(content, pageSize);

  const answerTo = (host: Host, path: string): { readonly status: number; readonly body: Readable } => {
    const url = new URL(path, 'http://api');
    const query = url.searchParams;
    const collection = collections.find((name) => url.pathname.endsWith(`/${name}`));
    if (collection === undefined) return refusal(404, 'the server could not find the requested resource');
    if (failing.untilMs > time.nowMs()) return refusal(failing.status, 'so it is');
    const from = Number(query.get('resourceVersion') ?? 0);
    if (query.get('watch') === '1') {
      if (query.get('sendInitialEvents') === 'true' && !watchLists)
        return refusal(422, 'sendInitialEvents is forbidden');
      if (from !== 0 && from < content.compacted()) return refusal(410, 'too old resource version');
      return { status: 200, body: watches.open(host, collection, query) };
    }
    if (from > content.version()) return refusal(504, 'Too large resource version');
    const text = lists(collection, query);
    if (text === undefined) return refusal(410, 'the provided continue parameter is too old');
    return { status: 200, body: Readable.from([Buffer.from(text)]) };
  };

  return {
    content,
    transportFor: (host) => ({
      request: ({ path, signal }) =>
        new Promise<ApiAnswer>((resolve) => {
          let body: Readable | undefined;
          const abort = (): void => {
            body?.destroy();
            resolve({ kind: 'aborted' });
          };
          const arrive = (): void => {
            if (signal.aborted) return;
            if (downUntilMs > time.nowMs()) {
              signal.removeEventListener('abort', abort);
              resolve({ kind: 'unreachable', message: 'connection refused' });
              return;
            }
            const answer = answerTo(host, path);
            ({ body } = answer);
            body.on('error', () => undefined);
            body.on('close', () => signal.removeEventListener('abort', abort));
            const { status } = answer;
            // This server has JSON alone, whatever it is asked for.
            const inJson = Object.assign(body, { headers: { 'content-type': 'application/json' } });
            resolve({ kind: 'answer', status, retryAfterMs: undefined, body: inJson as IncomingMessage });
          };
          signal.addEventListener('abort', abort, { once: true });
          time.after(latencyMs(), () => host.deliver(arrive));
        }),
      renewCredentials: () => undefined,
      dropIdle: () => undefined,
      close: () => undefined,
    }),
    cut: watches.cut,
    stall: watches.stall,
    restart: (downMs) => {
      downUntilMs = time.nowMs() + downMs;
      watches.cut();
    },
    fail: (status, forMs) => {
      failing = { status, untilMs: time.nowMs() + forMs };
      watches.cut();
    },
    restore: (mark) => {
      watches.cut();
      content.restore(mark);
    },
    calm: () => {
      downUntilMs = 0;
      watches.calm();
      failing = { status: 0, untilMs: 0 };
    },
    streams: watches.count,
  };
};

const refusal = (status: number, message: string): { readonly status: number; readonly body: Readable } => ({
  status,
  body: Readable.from([Buffer.from(JSON.stringify({ kind: 'Status', code: status, message }))]),
});
