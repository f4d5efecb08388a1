import { assertNever } from '../../assertNever.ts';
import type { Attempt, AttemptResult, Ending } from './attempt.ts';
import { countFailure, isExpiry, shortMs } from './countFailure.ts';
import { newMemory, type ReflectorMemory, type WatchList } from './reflectorMemory.ts';
import { waitAfter } from './waitAfter.ts';

export type NextAttempt = {
  readonly memory: ReflectorMemory;
  readonly attempt: Attempt;
  readonly waitMs: number;
  /** What is wrong, in words; undefined when the ending was in order. */
  readonly problem: string | undefined;
  /** Why everything is read anew; undefined when it is not. */
  readonly relist: string | undefined;
  /** The server does not accept the credentials. */
  readonly renewCredentials: boolean;
};

/** @param random from 0 to below 1 */
export type Chance = { readonly nowMs: number; readonly random: number };

/**
 * The first request of all. `again`: by a list, and by a watch with initial events only what is read anew.
 * Both give the newest; of 11,000 objects a list takes a quarter of the API server's time, and less of ours.
 */
export const firstAttempt = (watchList: WatchList): Attempt =>
  watchList === 'again' ? { kind: 'list', resourceVersion: '' } : syncAttempt(newMemory(watchList));

/**
 * The request that reads everything. `newest`: a version that was seen before is no longer, or not yet, to be
 * had.
 */
export const syncAttempt = (memory: ReflectorMemory, newest = false): Attempt => {
  if (!memory.watchListRefused) return { kind: 'watch-list' };
  return { kind: 'list', resourceVersion: newest ? undefined : (memory.resourceVersion ?? '0') };
};

/** A stream that was open for so long is resumed at once when it is lost. */
const steadyMs = 10_000;
/** How long a stream may answer with nothing but 5xx until everything is read anew. */
const serverErrorsLimitMs = 60_000;

/**
 * The policy of the reflector: what comes after an attempt.
 *
 * ```
 *            not supported                  410
 *  watch-list ───────────▶ list(0 or last) ─────▶ list(newest)
 *      │  ▲                       │                   │
 *      │  │ 410, garbled,         └──────listed───────┤
 *      │  │ a minute of 500                           ▼
 *      │  └──────────────────────────────────────── watch ◀─┐
 *      └──synced, then ended or lost ───────────────▶ │ └───┘ ended, lost, 401, 403, 404, 429, 5xx
 * ```
 * Before a watch goes on that was lost, the server is asked how far its store is (`version`).
 *
 * | ending     | before everything was read | while watching       | wait                                   |
 * | ---------- | -------------------------- | -------------------- | -------------------------------------- |
 * | listed     | watch                      |                      | none                                   |
 * | ended      | by a list                  | watch on             | none; backoff when it lasted below 1 s |
 * | silent     | by a list                  | sync, the newest     | none; backoff                          |
 * | behind     |                            | sync, the newest     | none the first time                    |
 * | unfinished | by a list, from now on     |                      | none                                   |
 * | lost       | again                      | version, watch on    | up to 1.5 s; none after 10 s of stream |
 * | 410        | the newest                 | sync                 | none the first time                    |
 * | 401        | again, new credentials     | on, new credentials  | none the first time                    |
 * | 403        | again                      | watch on             | up to 5 s                              |
 * | 404        | again                      | watch on             | backoff                                |
 * | 429, 5xx   | again                      | on; sync after 1 min | backoff, or longer if the server says  |
 * | other 4xx  | list instead of watch-list | sync                 | none for watch-list, else backoff      |
 * | garbled    | again                      | sync                 | backoff                                |
 */
export const nextAttempt = (
  memory: ReflectorMemory,
  attempt: Attempt,
  result: AttemptResult,
  chance: Chance,
): NextAttempt => {
  const { ending } = result;
  const watching = result.resourceVersion !== undefined;
  const remembered = { ...memory, resourceVersion: result.resourceVersion ?? memory.resourceVersion };
  const step = stepAfter(remembered, attempt, result, chance.nowMs);
  const { rows, inRow } = countFailure(memory, result, step.failure);
  const mustWait = step.failure && step.prompt !== true && step.fixable !== true;
  const isSync = step.attempt.kind === 'watch-list' || step.attempt.kind === 'list';
  return {
    memory: {
      ...remembered,
      ...rows,
      prompted: step.fixable === true || (memory.prompted && result.openMs < shortMs),
      watchListRefused: memory.watchListRefused || step.watchListRefused === true,
      serverErrorsSinceMs: step.serverErrorsSinceMs,
    },
    attempt: step.attempt,
    waitMs: mustWait ? waitAfter(ending, inRow, chance.random) : 0,
    problem: step.failure && !isExpected(step, ending) ? messageOf(ending) : undefined,
    relist: watching && isSync ? messageOf(ending) : undefined,
    renewCredentials: ending.kind === 'refused' && ending.code === 401,
  };
};

const messageOf = (ending: Ending): string | undefined => ('message' in ending ? ending.message : undefined);

/**
 * A version that is forgotten is a matter of course: after an interruption, or when the API server was
 * restarted.
 */
const isExpected = (step: Step, ending: Ending): boolean =>
  step.fixable === true && (ending.kind === 'behind' || isExpiry(ending));

type Step = {
  readonly attempt: Attempt;
  readonly failure: boolean;
  /** Worth a retry without waiting … */
  readonly prompt?: boolean;
  /** … and this one too, because it does what the refusal asks for; but only once. */
  readonly fixable?: boolean;
  readonly watchListRefused?: boolean;
  readonly serverErrorsSinceMs?: number | undefined;
};

const stepAfter = (memory: ReflectorMemory, attempt: Attempt, result: AttemptResult, nowMs: number): Step => {
  const { ending, openMs, resourceVersion } = result;
  const byList = { attempt: { kind: 'list', resourceVersion: memory.resourceVersion ?? '0' } } as const;
  const onward = resourceVersion === undefined ? attempt : ({ kind: 'watch', resourceVersion } as const);
  // What is to be asked first is asked until there is an answer.
  const again = attempt.kind === 'version' ? attempt : onward;
  switch (ending.kind) {
    case 'listed':
      return { attempt: { kind: 'watch', resourceVersion: ending.resourceVersion }, failure: false };
    case 'ended':
      if (again.kind === 'version') return { attempt: onward, failure: false };
      if (again.kind !== 'watch-list') return { attempt: again, failure: openMs < shortMs };
      return { ...byList, failure: true };
    case 'silent':
      if (again.kind === 'watch') return { attempt: syncAttempt(memory, true), failure: false };
      return { ...byList, failure: true };
    case 'unfinished':
      return { ...byList, failure: true, prompt: true, watchListRefused: true };
    case 'behind':
      return { attempt: syncAttempt(memory, true), failure: true, fixable: !memory.prompted };
    case 'lost': {
      const known = again.kind === 'watch' ? ({ ...again, kind: 'version' } as const) : again;
      return { attempt: known, failure: true, prompt: openMs >= steadyMs };
    }
    case 'garbled':
      return { attempt: syncAttempt(memory), failure: true };
    case 'refused':
      return stepAfterRefusal(
        { ...memory, prompted: memory.prompted && openMs < shortMs },
        again,
        ending,
        nowMs,
      );
    default:
      return assertNever(ending);
  }
};

type Refusal = Extract<Ending, { readonly kind: 'refused' }>;

const stepAfterRefusal = (memory: ReflectorMemory, again: Attempt, refusal: Refusal, nowMs: number): Step => {
  const { code, inStream } = refusal;
  if (code === 410 || refusal.versionTooLarge)
    return { attempt: syncAttempt(memory, true), failure: true, fixable: !memory.prompted };
  if (code === 401) return { attempt: again, failure: true, fixable: !memory.prompted };
  if (code === 403 || code === 404 || code === 429) return { attempt: again, failure: true };
  if (code >= 500) {
    const sinceMs = memory.serverErrorsSinceMs ?? (inStream && again.kind === 'watch' ? nowMs : undefined);
    if (sinceMs === undefined || nowMs - sinceMs < serverErrorsLimitMs)
      return { attempt: again, failure: true, serverErrorsSinceMs: sinceMs };
    return { attempt: syncAttempt(memory), failure: true };
  }
  if (again.kind !== 'watch-list') return { attempt: syncAttempt(memory, true), failure: true };
  const resourceVersion = memory.resourceVersion ?? '0';
  return { attempt: { kind: 'list', resourceVersion }, failure: false, watchListRefused: true };
};
