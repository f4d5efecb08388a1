import type { ServerResponse } from 'node:http';

/** Readers that are sent a text whenever it has become another one, as server-sent events. */
export type LiveStreams = {
  /** Takes a response over whose head is written; the caller has asked {@link LiveStreams.hasRoom}. */
  readonly open: (response: ServerResponse) => void;
  /** Whether there are fewer readers than there may be. */
  readonly hasRoom: () => boolean;
};

export type LiveStreamsDeps = {
  /** The text of now, in one line. It is made once for all readers, and only while there are some. */
  readonly make: () => Promise<string>;
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
};

export type LiveLimits = {
  /** Readers at once. */
  readonly readers: number;
  /** Between two looks at the text. */
  readonly intervalMs: number;
  /** The same text is sent again after this time, so that a reader knows that somebody is there. */
  readonly quietMs: number;
  /** A reader that takes nothing for this long is let go. */
  readonly stuckMs: number;
  /** A connection ends after this time; a browser opens the next by itself. */
  readonly longestMs: number;
};

type Reader = {
  readonly response: ServerResponse;
  readonly openedMs: number;
  sent: string;
  sentMs: number;
};

/**
 * A text is the whole state, never a difference: a slow reader misses some in between and is right with the
 * next, and nothing is kept for it.
 */
export const createLiveStreams = (deps: LiveStreamsDeps, limits: LiveLimits): LiveStreams => {
  const readers = new Set<Reader>();
  let looking = false;
  let last = '';
  const look = async (): Promise<void> => {
    looking = true;
    while (readers.size > 0) {
      try {
        last = await deps.make();
        for (const reader of readers) tell(reader, last, deps.nowMs(), limits);
      } catch (error) {
        deps.onError(error);
      }
      await new Promise<void>((resolve) => void setTimeout(resolve, limits.intervalMs).unref());
    }
    looking = false;
  };
  return {
    hasRoom: () => readers.size < limits.readers,
    open: (response) => {
      const nowMs = deps.nowMs();
      const reader = { response, openedMs: nowMs, sent: '', sentMs: nowMs };
      readers.add(reader);
      response.once('close', () => readers.delete(reader));
      response.flushHeaders();
      // Others are here already: what they were sent last is right for this one, too.
      if (looking) tell(reader, last, nowMs, limits);
      else void look();
    },
  };
};

const tell = (reader: Reader, text: string, nowMs: number, limits: LiveLimits): void => {
  const { response } = reader;
  if (response.writableEnded || text === '') return;
  const isStuck = response.writableNeedDrain;
  if (isStuck) {
    if (nowMs - reader.sentMs > limits.stuckMs) response.destroy();
  } else if (nowMs - reader.openedMs > limits.longestMs) response.end();
  else if (text !== reader.sent) send(reader, text, nowMs);
  else if (nowMs - reader.sentMs > limits.quietMs) send(reader, text, nowMs);
};

const send = (reader: Reader, text: string, nowMs: number): void => {
  reader.response.write(`data: ${text}\n\n`);
  reader.sent = text;
  reader.sentMs = nowMs;
};
