import type { Clock } from '../clock.ts';

/** Sleeps until a moment, or until it is woken; a wake that came before the sleep ends it at once. */
export type Sleeper = {
  readonly sleep: (untilMs: number) => Promise<void>;
  readonly wake: () => void;
};

/** Longest sleep; keeps timers within what they can hold. */
const maxSleepMs = 60 * 60_000;

export const createSleeper = ({ nowMs, after }: Pick<Clock, 'nowMs' | 'after'>): Sleeper => {
  let awake: (() => void) | undefined;
  let missed = false;
  return {
    sleep: (untilMs) =>
      new Promise((resolve) => {
        const done = (): void => {
          timer.cancel();
          awake = undefined;
          resolve();
        };
        const timer = after(Math.max(0, Math.min(untilMs - nowMs(), maxSleepMs)), done);
        awake = done;
        if (missed) done();
        missed = false;
      }),
    wake: () => {
      if (awake === undefined) missed = true;
      else awake();
    },
  };
};
