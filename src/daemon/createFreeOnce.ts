/** Frees memory once, when the zones have been in step for the first time and nothing has changed since. */
export type FreeOnce = {
  /** Something has changed. */
  readonly look: () => void;
  readonly close: () => void;
};

export type FreeOnceDeps = {
  /** Everything is written that was to be written for the first time. */
  readonly isWritten: () => boolean;
  readonly free: () => void;
  /** Monotonic, in milliseconds. */
  readonly nowMs: () => number;
};

/** By then what was written has been read back. */
const quietMs = 5_000;
/** Where something changes all the time, it is done so long after the zones were written. */
const latestMs = 60_000;

/**
 * A first sync leaves as much garbage as there is content, and V8 keeps it for as long as little is done: an
 * idle daemon would hold it for days.
 */
export const createFreeOnce = ({ isWritten, free, nowMs }: FreeOnceDeps): FreeOnce => {
  let endMs: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isDone = false;
  const act = (): void => {
    isDone = true;
    free();
  };
  return {
    look: () => {
      if (isDone || (endMs === undefined && !isWritten())) return;
      endMs ??= nowMs() + latestMs;
      clearTimeout(timer);
      timer = setTimeout(act, Math.min(quietMs, Math.max(0, endMs - nowMs()))).unref();
    },
    close: () => {
      isDone = true;
      clearTimeout(timer);
    },
  };
};
