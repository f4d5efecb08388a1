import type { Clock } from '../../../src/clock.ts';
import type { Seeded } from '../../support/seed.ts';
import type { VirtualTime } from './virtualTime.ts';

/** Where one process runs: its clocks, its timers, and whether it lives. */
export type Host = {
  readonly name: string;
  readonly clock: Clock;
  readonly startedMs: number;
  /** How many timers the process has running. */
  readonly timers: () => number;
  /** Delivers something from outside: at once, when the process goes on, or never. */
  readonly deliver: (action: () => void) => void;
  readonly isAlive: () => boolean;
  /** The process is gone: nothing it waited for ever comes. */
  readonly kill: () => void;
  /** It stands still, as after SIGSTOP, and then finds everything that came meanwhile. */
  readonly pause: (forMs: number) => void;
  /** Somebody sets its wall clock. */
  readonly stepClock: (byMs: number) => void;
};

/** 2026-01-01, in milliseconds since 1970. */
export const startOfTimeMs = 1_767_225_600_000;

export const createHost = (name: string, time: VirtualTime, random: Seeded): Host => {
  const startedMs = time.nowMs();
  let alive = true;
  let pausedUntilMs = 0;
  let skewMs = 0;
  let held: (() => void)[] = [];
  const timers = new Set<() => void>();
  const goOn = (): void => {
    const ready = held;
    held = [];
    for (const action of ready) if (alive) action();
  };
  const deliver = (action: () => void): void => {
    if (!alive) return;
    if (pausedUntilMs > time.nowMs()) held.push(action);
    else action();
  };
  return {
    name,
    startedMs,
    clock: {
      nowMs: time.nowMs,
      wallMs: () => startOfTimeMs + time.nowMs() + skewMs,
      random: random.next,
      after: (delayMs, action) => {
        const goOff = (): void => {
          timers.delete(goOff);
          deliver(action);
        };
        timers.add(goOff);
        // Node's timers have whole milliseconds, and at least one.
        const timer = time.after(Math.max(1, Math.trunc(delayMs)), goOff);
        return {
          cancel: () => {
            timers.delete(goOff);
            timer.cancel();
          },
        };
      },
    },
    timers: () => timers.size,
    deliver,
    isAlive: () => alive,
    kill: () => {
      alive = false;
      held = [];
    },
    pause: (forMs) => {
      pausedUntilMs = Math.max(pausedUntilMs, time.nowMs() + forMs);
      time.after(forMs, () => {
        if (pausedUntilMs <= time.nowMs()) goOn();
      });
    },
    stepClock: (byMs) => {
      skewMs += byMs;
    },
  };
};
