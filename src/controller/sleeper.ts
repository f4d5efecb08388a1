/** Sleeps until a moment, or until it is woken; a wake that came before the sleep ends it at once. */
export type Sleeper = {
  readonly sleep: (untilMs: number) => Promise<void>;
  readonly wake: () => void;
};

/** Longest sleep; keeps timers within what they can hold. */
const maxSleepMs = 60 * 60_000;

export const createSleeper = (nowMs: () => number): Sleeper => {
  let awake: (() => void) | undefined;
  let missed = false;
  return {
    sleep: (untilMs) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          awake = undefined;
          resolve();
        };
        const timer = setTimeout(done, Math.max(0, Math.min(untilMs - nowMs(), maxSleepMs)));
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
