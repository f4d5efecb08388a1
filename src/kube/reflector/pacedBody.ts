import type { Readable } from 'node:stream';

/** Work on one stream may hold up everything else for so long. */
const sliceMs = 10;

export type BodyEnd = { readonly kind: 'end' } | { readonly kind: 'cut'; readonly message: string };

export type PacedBody = {
  /** Monotonic, in milliseconds. */
  readonly nowMs: () => number;
  /** Handles a chunk at once, in the tick in which it came. False: no more is needed. */
  readonly onChunk: (chunk: Buffer) => boolean;
  /** While true, the event loop gets a turn after every few milliseconds of work. */
  readonly isBulk: () => boolean;
  readonly onEnd: (end: BodyEnd) => void;
};

/**
 * Reads a body chunk by chunk. `onEnd` is called once, last, and not when `onChunk` said that it had enough.
 */
export const readPaced = (body: Readable, { onChunk, isBulk, onEnd, nowMs: now }: PacedBody): void => {
  let sliceStartMs: number | undefined;
  let over = false;
  const finish = (end: BodyEnd): void => {
    if (over) return;
    over = true;
    onEnd(end);
  };
  const nextTurn = (): void => {
    sliceStartMs = undefined;
    if (body.isPaused() && !over) body.resume();
  };
  body.on('data', (chunk: Buffer) => {
    if (over) return;
    if (!onChunk(chunk)) {
      over = true;
      return;
    }
    if (!isBulk()) return;
    const nowMs = now();
    if (sliceStartMs === undefined) {
      sliceStartMs = nowMs;
      setImmediate(nextTurn);
    } else if (nowMs - sliceStartMs > sliceMs) body.pause();
  });
  body.on('end', () => finish({ kind: 'end' }));
  body.on('error', (error) => finish({ kind: 'cut', message: error.message }));
  body.on('close', () => finish({ kind: 'cut', message: 'closed' }));
};
