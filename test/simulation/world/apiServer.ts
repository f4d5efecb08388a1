import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Timer } from '../../../src/clock.ts';
import type { ApiAnswer, Transport } from '../../../src/kube/api/transport.ts';
import type { Seeded } from '../../support/seed.ts';
import { type ApiContent, type ApiObject, type Collection, createApiContent } from './apiContent.ts';
import type { Host } from './host.ts';
import type { VirtualTime } from './virtualTime.ts';

/** An API server with two collections: lists, watches, watches with initial events, and what goes wrong. */
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

type Stream = {
  readonly collection: Collection;
  readonly body: Readable;
  readonly host: Host;
  /** The last version that was sent, or is on its way. */
  version: number;
  lastAtMs: number;
  bookmark?: Timer;
  limit?: Timer;
};

const bookmarkMs = 60_000;
/** Lists whose pages can still be had. */
const keptLists = 20;

export const createApiServer = (
  time: VirtualTime,
  random: Seeded,
  { watchLists, pageSize }: ApiServerOptions,
): ApiServer => {
  const content = createApiContent(time.nowMs);
  const streams = new Set<Stream>();
  const lists = { begun: 0, kept: new Map<number, { version: number; all: readonly ApiObject[] }>() };
  let downUntilMs = 0;
  let stalledUntilMs = 0;
  let failing = { status: 0, untilMs: 0 };
  const latencyMs = (): number => (random.below(12) === 0 ? 50 + random.below(900) : 1 + random.next() * 3);

  /** In order, however long each takes. */
  const push = (stream: Stream, text: string): void => {
    const dueMs = Math.max(time.nowMs() + latencyMs(), stalledUntilMs, stream.lastAtMs);
    stream.lastAtMs = dueMs;
    time.after(dueMs - time.nowMs(), () => {
      if (streams.has(stream)) stream.host.deliver(() => streams.has(stream) && stream.body.push(text));
    });
  };
  const end = (stream: Stream, how: 'end' | 'cut'): void => {
    if (!streams.delete(stream)) return;
    stream.host.deliver(() => {
      if (how === 'cut' && random.below(3) === 0) stream.body.push('{"type":"MODIFIED","obj');
      if (how === 'end') stream.body.push(null);
      else time.after(0.1, () => stream.host.deliver(() => stream.body.destroy(new Error('socket hang up'))));
    });
  };
  const cutAll = (): void => {
    for (const stream of streams) end(stream, 'cut');
  };
  content.subscribe((collection, type, object) => {
    for (const stream of streams) {
      if (stream.collection !== collection || stream.version >= object.version) continue;
      stream.version = object.version;
      push(stream, eventLine(type, object.json));
    }
  });

  const openWatch = (host: Host, collection: Collection, query: URLSearchParams): Readable => {
    const body = new Readable({ read: () => undefined });
    const initial = query.get('sendInitialEvents') === 'true';
    const from = Number(query.get('resourceVersion') ?? 0);
    const stream: Stream = {
      collection,
      body,
      host,
      version: initial ? content.version() : from,
      lastAtMs: 0,
    };
    streams.add(stream);
    body.on('close', () => {
      streams.delete(stream);
      stream.bookmark?.cancel();
      stream.limit?.cancel();
    });
    const bookmark = (first: boolean): void => {
      if (!streams.has(stream)) return;
      // A watch from a version that is not reached yet hears nothing until then.
      if (stream.version <= content.version()) {
        stream.version = Math.max(stream.version, content.version());
        push(stream, bookmarkLine(stream.version, first));
      }
      stream.bookmark = time.after(bookmarkMs, () => bookmark(false));
    };
    if (initial) {
      for (const { json } of content.list(collection)) push(stream, eventLine('ADDED', json));
      bookmark(true);
    } else {
      for (const { type, object } of content.since(collection, from))
        push(stream, eventLine(type, object.json));
      stream.version = Math.max(from, from <= content.version() ? content.version() : from);
      stream.bookmark = time.after(bookmarkMs, () => bookmark(false));
    }
    stream.limit = time.after(Number(query.get('timeoutSeconds') ?? 300) * 1000, () => end(stream, 'end'));
    return body;
  };

  /** The pages of one list are all of one version; a token that is older than what is kept is refused. */
  const listText = (collection: Collection, query: URLSearchParams): string | undefined => {
    const [token = lists.begun, start = 0] = query.get('continue')?.split('.').map(Number) ?? [];
    if (token === lists.begun) {
      lists.begun += 1;
      lists.kept.set(token, { version: content.version(), all: content.list(collection) });
      lists.kept.delete(token - keptLists);
    }
    const list = lists.kept.get(token);
    if (list === undefined || list.version < content.compacted()) return undefined;
    const { version, all } = list;
    const isPaged = query.get('limit') !== null;
    const page = isPaged ? all.slice(start, start + pageSize) : all;
    const next = start + page.length;
    const more = isPaged && next < all.length ? `${token}.${next}` : '';
    const metadata = { resourceVersion: String(version), continue: more };
    return JSON.stringify({ kind: 'List', metadata, items: page.map(({ json }) => json) });
  };

  const answerTo = (host: Host, path: string): { readonly status: number; readonly body: Readable } => {
    const url = new URL(path, 'http://api');
    const query = url.searchParams;
    const collection = url.pathname.endsWith('/services') ? 'services' : 'endpointslices';
    if (failing.untilMs > time.nowMs()) return refusal(failing.status, 'so it is');
    const from = Number(query.get('resourceVersion') ?? 0);
    if (query.get('watch') === '1') {
      if (query.get('sendInitialEvents') === 'true' && !watchLists)
        return refusal(422, 'sendInitialEvents is forbidden');
      if (from !== 0 && from < content.compacted()) return refusal(410, 'too old resource version');
      return { status: 200, body: openWatch(host, collection, query) };
    }
    if (from > content.version()) return refusal(504, 'Too large resource version');
    const text = listText(collection, query);
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
            resolve({ kind: 'answer', status, retryAfterMs: undefined, body: body as IncomingMessage });
          };
          signal.addEventListener('abort', abort, { once: true });
          time.after(latencyMs(), () => host.deliver(arrive));
        }),
      renewCredentials: () => undefined,
      dropIdle: () => undefined,
      close: () => undefined,
    }),
    cut: cutAll,
    stall: (forMs) => {
      stalledUntilMs = time.nowMs() + forMs;
    },
    restart: (downMs) => {
      downUntilMs = time.nowMs() + downMs;
      cutAll();
    },
    fail: (status, forMs) => {
      failing = { status, untilMs: time.nowMs() + forMs };
      cutAll();
    },
    restore: (mark) => {
      cutAll();
      content.restore(mark);
    },
    calm: () => {
      downUntilMs = 0;
      stalledUntilMs = 0;
      failing = { status: 0, untilMs: 0 };
    },
    streams: () => streams.size,
  };
};

const eventLine = (type: string, object: ApiObject['json']): string =>
  `${JSON.stringify({ type, object })}\n`;

const bookmarkLine = (version: number, isEndOfInitial: boolean): string => {
  const annotations = isEndOfInitial ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  const metadata = { resourceVersion: String(version), ...annotations };
  return `${JSON.stringify({ type: 'BOOKMARK', object: { metadata } })}\n`;
};

const refusal = (status: number, message: string): { readonly status: number; readonly body: Readable } => ({
  status,
  body: Readable.from([Buffer.from(JSON.stringify({ kind: 'Status', code: status, message }))]),
});
