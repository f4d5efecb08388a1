/** Monotonic milliseconds, wall-clock milliseconds, chance, and timers. */
export type Clock = {
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly after: (delayMs: number, action: () => void) => Timer;
};

export type Timer = {
  readonly cancel: () => void;
  /** The process may end before it goes off; absent where there is nothing to end. */
  readonly unref?: () => void;
};

/** A longer timer of Node's would go off at once. */
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  random: Math.random,
  after: (delayMs, action) => {
    const timer = setTimeout(action, Math.min(delayMs, longestTimerMs));
    return { cancel: () => clearTimeout(timer), unref: () => void timer.unref() };
  },
};
