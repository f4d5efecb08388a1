import { assertNever } from '../../assertNever.ts';
import type { Clock } from '../../clock.ts';
import { pause } from '../../pause.ts';
import type { Transport } from '../api/transport.ts';
import type { MessageShape } from '../protobuf/messageShape.ts';
import type { Attempt, AttemptResult } from './attempt.ts';
import { createLastChange } from './lastChange.ts';
import { firstAttempt, type NextAttempt, nextAttempt } from './nextAttempt.ts';
import { type ReadLimits, readLimits } from './readLimits.ts';
import type { Progress, Reflection, ReflectorHandlers } from './reflection.ts';
import { newMemory, type WatchList } from './reflectorMemory.ts';
import { runList } from './runList.ts';
import { runVersionCheck } from './runVersionCheck.ts';
import { runWatch } from './runWatch.ts';

export type ReflectorDeps<T> = {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly handlers: ReflectorHandlers<T>;
  /** After each attempt: what went wrong, and what comes next. */
  readonly onNext?: (next: NextAttempt, result: AttemptResult) => void;
};

export type ReflectorOptions = {
  /** Path of the collection, without a query: asked before each request, as it may change its version. */
  readonly path: () => string;
  /** In the form of `kubectl --selector`: the API server evaluates it. */
  readonly selector?: string | undefined;
  /** Whether everything is read by a watch with initial events where the server can do it, else by lists. */
  readonly watchList: WatchList;
  readonly limits?: ReadLimits;
  /** Lists are asked for as protobuf, and this is read of each item. Absent: as JSON. */
  readonly itemShape?: MessageShape | undefined;
};

/** A mirror of one collection of the API. */
export type Reflector = {
  /** Keeps the mirror up to date until the signal aborts, then resolves. Called once. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly status: () => ReflectorStatus;
};

export type ReflectorStatus = Readonly<Progress> & {
  /** How long ago the mirror was last known to be current; 0 while a watch is open. */
  readonly stalenessMs: number;
};

/**
 * Lists and watches one collection, by the policy of {@link nextAttempt}: one request at a time, whatever
 * happens.
 */
export const createReflector = <T>(deps: ReflectorDeps<T>, options: ReflectorOptions): Reflector => {
  const { clock } = deps;
  const startedMs = clock.nowMs();
  const progress: Progress = {
    state: 'idle',
    synced: false,
    objects: 0,
    lastEventMs: undefined,
    lastBookmarkMs: undefined,
    lastContactMs: undefined,
    relists: 0,
    problem: undefined,
  };
  const { transport, handlers } = deps;
  const path = (): string => collectionPath(options);
  const { limits = readLimits, itemShape } = options;
  const lastChange = createLastChange();
  const asked = { path, limits, itemShape };
  const reflection: Reflection<T> = { transport, clock, handlers, progress, lastChange, ...asked };
  return {
    run: async (signal) => {
      await keepUp(deps, reflection, options.watchList, signal);
      progress.state = 'stopped';
    },
    status: () => ({
      ...progress,
      stalenessMs: progress.state === 'watching' ? 0 : clock.nowMs() - (progress.lastContactMs ?? startedMs),
    }),
  };
};

const collectionPath = ({ path, selector = '' }: ReflectorOptions): string =>
  selector === '' ? `${path()}?` : `${path()}?labelSelector=${encodeURIComponent(selector)}&`;

const keepUp = async <T>(
  { transport, clock, onNext }: ReflectorDeps<T>,
  reflection: Reflection<T>,
  watchList: WatchList,
  signal: AbortSignal,
): Promise<void> => {
  const { progress } = reflection;
  let memory = newMemory(watchList);
  let attempt = firstAttempt(watchList);
  while (!signal.aborted) {
    const result = await runAttempt(reflection, attempt, signal);
    if (signal.aborted) return;
    const next = nextAttempt(memory, attempt, result, { nowMs: clock.nowMs(), random: clock.random() });
    ({ memory, attempt } = next);
    progress.problem = next.problem;
    if (next.relist !== undefined) progress.relists += 1;
    if (next.renewCredentials) transport.renewCredentials();
    if (result.ending.kind === 'silent') transport.dropIdle();
    onNext?.(next, result);
    if (next.waitMs > 0) {
      progress.state = 'waiting';
      await pause(clock, next.waitMs, signal);
    }
  }
};

const runAttempt = <T>(
  reflection: Reflection<T>,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<AttemptResult> => {
  switch (attempt.kind) {
    case 'list':
      return runList(reflection, attempt.resourceVersion, signal);
    case 'version':
      return runVersionCheck(reflection, attempt, signal);
    case 'watch':
    case 'watch-list':
      return runWatch(reflection, attempt, signal);
    default:
      return assertNever(attempt);
  }
};
