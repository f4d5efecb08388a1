import type { Target } from './target.ts';

/** What is wrong with a target, shown by this input; undefined where its promises hold. */
export const brokenPromise = (target: Target, input: Uint8Array): string | undefined => {
  const started = performance.now();
  try {
    target.check(input);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  if (performance.now() - started < longMs) return undefined;
  // Others use the machine too: it was long only where it is long again.
  const before = process.cpuUsage().user;
  target.check(input);
  const ms = (process.cpuUsage().user - before) / 1000;
  return ms < longMs ? undefined : `takes ${ms} ms of processor time, needed at most ${longMs}`;
};

const longMs = 1500;
