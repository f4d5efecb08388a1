import { Readable } from 'node:stream';
import type { Timer } from '../../../src/clock.ts';
import type { Seeded } from '../../support/seed.ts';
import type { ApiContent, ApiObject, Collection } from './apiContent.ts';
import type { Host } from './host.ts';
import type { VirtualTime } from './virtualTime.ts';

/** The watches that are open: what happens goes out on them, in order and not at once. */
export type ApiWatches = {
  readonly open: (host: Host, collection: Collection, query: URLSearchParams) => Readable;
  /** Every stream is cut, some in the middle of a line. */
  readonly cut: () => void;
  readonly stall: (forMs: number) => void;
  readonly calm: () => void;
  readonly count: () => number;
};

export type ApiWatchesDeps = {
  readonly time: VirtualTime;
  readonly random: Seeded;
  readonly content: ApiContent;
  readonly latencyMs: () => number;
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

export const createApiWatches = ({ time, random, content, latencyMs }: ApiWatchesDeps): ApiWatches => {
  const streams = new Set<Stream>();
  let stalledUntilMs = 0;

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

  const open = (host: Host, collection: Collection, query: URLSearchParams): Readable => {
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

  return {
    open,
    cut: cutAll,
    stall: (forMs) => {
      stalledUntilMs = time.nowMs() + forMs;
    },
    calm: () => {
      stalledUntilMs = 0;
    },
    count: () => streams.size,
  };
};

const eventLine = (type: string, object: ApiObject['json']): string =>
  `${JSON.stringify({ type, object })}\n`;

const bookmarkLine = (version: number, isEndOfInitial: boolean): string => {
  const annotations = isEndOfInitial ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  const metadata = { resourceVersion: String(version), ...annotations };
  return `${JSON.stringify({ type: 'BOOKMARK', object: { metadata } })}\n`;
};
