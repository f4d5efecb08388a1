import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

/** Breaks long work into pieces, so that watch events, answers and health checks are never kept waiting. */
export type Pacer = {
  /** Undefined while there is time left; otherwise a promise to await before going on. */
  readonly pause: () => Promise<void> | undefined;
};

const pieceMs = 10;

export const createPacer = (nowMs: () => number): Pacer => {
  let startedMs = nowMs();
  const yieldOnce = async (): Promise<void> => {
    await yieldToEventLoop();
    startedMs = nowMs();
  };
  return { pause: () => (nowMs() - startedMs < pieceMs ? undefined : yieldOnce()) };
};
