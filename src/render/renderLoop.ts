import { createBackoff } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import { pause } from '../pause.ts';
import type { FileRenderer, RenderOutcome } from './fileRenderer.ts';

/** Keeps one file up to date. */
export type RenderLoop = {
  /** Something that the file may be made of has changed. */
  readonly mark: () => void;
  /** Runs until the signal aborts; what is under way ends first. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

export type RenderLoopDeps = {
  readonly renderer: FileRenderer;
  readonly clock: Clock;
  readonly report: (outcome: RenderOutcome) => void;
};

/** A change waits for as long as others follow it, so that a rollout is not a reload for each pod … */
const quietMs = 200;
/** … but no longer than this. */
const longestDelayMs = 2_000;
/** Most of the time is left to others, however long a large file takes. */
const restShare = 4;
/** A file that was written so short a while ago waits longer the next time, so that its reader gets rest. */
const busyMs = 3_000;
/** How often the template is looked at. */
const templateMs = 2_000;

/**
 * One try after the other: while a reload runs at most one more waits, for all that has changed meanwhile.
 * What failed is tried again at growing intervals, and at once when something changes.
 */
export const renderLoop = ({ renderer, clock, report }: RenderLoopDeps): RenderLoop => {
  let marks = 0;
  let done = 0;
  let wake: (() => void) | undefined;

  const marked = async (timeoutMs: number, signal: AbortSignal): Promise<void> => {
    if (marks !== done) return;
    const woken = new AbortController();
    wake = () => woken.abort();
    await pause(clock, timeoutMs, AbortSignal.any([signal, woken.signal]));
    wake = undefined;
  };

  const settle = async (quiet: number, signal: AbortSignal): Promise<void> => {
    const endMs = clock.nowMs() + longestDelayMs;
    let before: number;
    do {
      before = marks;
      await pause(clock, Math.max(0, Math.min(quiet, endMs - clock.nowMs())), signal);
    } while (marks !== before && clock.nowMs() < endMs && !signal.aborted);
  };

  return {
    mark: () => {
      marks += 1;
      wake?.();
    },
    run: async (signal) => {
      const backoff = createBackoff(clock.random, { baseMs: 2_000, maxMs: 120_000 });
      let retryAtMs = Number.POSITIVE_INFINITY;
      let quiet = quietMs;
      let writtenMs = Number.NEGATIVE_INFINITY;
      while (!signal.aborted) {
        await marked(Math.min(templateMs, Math.max(0, retryAtMs - clock.nowMs())), signal);
        const isDue = marks !== done || clock.nowMs() >= retryAtMs;
        if (signal.aborted || !(isDue || (done > 0 && (await renderer.templateChanged())))) continue;
        await settle(quiet, signal);
        if (signal.aborted) return;
        done = marks;
        const beganMs = clock.nowMs();
        const outcome = await renderer.render(signal);
        if (signal.aborted) return;
        report(outcome);
        const isBusy = beganMs - writtenMs < busyMs;
        const rest = Math.max(isBusy ? 2 * quiet : quietMs, restShare * (clock.nowMs() - beganMs));
        quiet = Math.min(longestDelayMs, rest);
        if (outcome.kind === 'written') writtenMs = clock.nowMs();
        if (outcome.kind !== 'failed') backoff.reset();
        retryAtMs = outcome.kind === 'failed' ? clock.nowMs() + backoff.nextMs() : Number.POSITIVE_INFINITY;
      }
    },
  };
};
