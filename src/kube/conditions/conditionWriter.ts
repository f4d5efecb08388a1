import { createBackoff } from '../../backoff.ts';
import type { Clock } from '../../clock.ts';
import type { ServiceKey } from '../../model/service.ts';
import { pause } from '../../pause.ts';
import type { Transport } from '../api/transport.ts';
import { readConditions } from './readConditions.ts';
import { type ServiceCondition, type StandingCondition, sameCondition } from './serviceCondition.ts';
import { writeCondition } from './writeCondition.ts';

/** What a Service should have. A Service that is not among those asked for should have no condition. */
export type DesiredCondition = {
  readonly uid: string;
  /** Undefined: what it has stays for now. */
  readonly condition: ServiceCondition | undefined;
};

export type ConditionWriterDeps = {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Namespaces whose Services are read; undefined: all. */
  readonly namespaces: readonly string[] | undefined;
  /** What all Services should have now; undefined: not known yet, so nothing is changed. */
  readonly desired: () => ReadonlyMap<ServiceKey, DesiredCondition> | undefined;
  /** Called with each failure, and with undefined when it works again. */
  readonly onProblem: (message: string | undefined) => void;
};

/** Keeps the conditions of Services as they should be, at a bounded rate. */
export type ConditionWriter = {
  /** What is desired may have changed. */
  readonly changed: () => void;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** What is desired is looked at no more often … */
const everyMs = 500;
/** … and so many Services are written for each look: 50 in a second. */
const mostEachLook = 25;

export const createConditionWriter = (deps: ConditionWriterDeps): ConditionWriter => {
  const { clock } = deps;
  const backoff = createBackoff(clock.random, { baseMs: 2_000, maxMs: 60_000 });
  let isDirty = true;
  let wake: (() => void) | undefined;
  const changed = (): void => {
    isDirty = true;
    wake?.();
  };
  const untilChanged = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      wake = done;
      signal.addEventListener('abort', done, { once: true });
      if (isDirty || signal.aborted) done();
    });
  const failed = async (message: string, retryAfterMs: number | undefined, signal: AbortSignal) => {
    if (signal.aborted) return;
    deps.onProblem(message);
    await pause(clock, Math.max(retryAfterMs ?? 0, backoff.nextMs()), signal);
  };
  return {
    changed,
    run: async (signal) => {
      const standing = await readStanding(deps, failed, signal);
      const refused = new Map<ServiceKey, ServiceCondition>();
      while (!signal.aborted) {
        await untilChanged(signal);
        if (signal.aborted) return;
        isDirty = false;
        const outcome = await writeSome(deps, { standing, refused }, signal);
        if (outcome.kind === 'failed') {
          isDirty = true;
          await failed(outcome.message, outcome.retryAfterMs, signal);
          continue;
        }
        if (outcome.kind === 'more') isDirty = true;
        if (outcome.wrote) {
          backoff.reset();
          deps.onProblem(undefined);
        }
        await pause(clock, everyMs, signal);
      }
    },
  };
};

type Failed = (message: string, retryAfterMs: number | undefined, signal: AbortSignal) => Promise<void>;

/** What stands from an earlier run is neither written again nor forgotten. */
const readStanding = async (
  { transport, namespaces }: ConditionWriterDeps,
  failed: Failed,
  signal: AbortSignal,
): Promise<Map<ServiceKey, StandingCondition>> => {
  while (!signal.aborted) {
    const read = await readConditions(transport, namespaces, signal);
    if (read.kind === 'read') return read.conditions;
    await failed(read.message, undefined, signal);
  }
  return new Map();
};

type State = {
  readonly standing: Map<ServiceKey, StandingCondition>;
  readonly refused: Map<ServiceKey, ServiceCondition>;
};

type Outcome =
  | { readonly kind: 'done' | 'more'; readonly wrote: boolean }
  | { readonly kind: 'failed'; readonly message: string; readonly retryAfterMs: number | undefined };

const writeSome = async (deps: ConditionWriterDeps, state: State, signal: AbortSignal): Promise<Outcome> => {
  const desired = deps.desired();
  if (desired === undefined) return { kind: 'done', wrote: false };
  const { standing, refused } = state;
  let written = 0;
  for (const change of changesOf(desired, state, deps.clock)) {
    if (written === mostEachLook || signal.aborted) return { kind: 'more', wrote: true };
    const { key, condition } = change;
    const outcome = await writeCondition(deps.transport, change, signal);
    if (outcome.kind === 'failed') return outcome;
    written += 1;
    if (outcome.kind === 'refused') {
      deps.onProblem(outcome.message);
      if (condition === undefined) standing.delete(key);
      else refused.set(key, condition);
    } else if (outcome.kind === 'gone' || condition === undefined) standing.delete(key);
    else standing.set(key, condition);
  }
  return { kind: 'done', wrote: written > 0 };
};

type Change = {
  readonly key: ServiceKey;
  readonly uid: string;
  readonly condition: StandingCondition | undefined;
};

const changesOf = function* (
  desired: ReadonlyMap<ServiceKey, DesiredCondition>,
  { standing, refused }: State,
  clock: Clock,
): Iterable<Change> {
  for (const [key, { uid, condition }] of desired) {
    if (condition === undefined) continue;
    const known = standing.get(key);
    const before = known?.uid === uid ? known : undefined;
    if (before !== undefined && sameCondition(before, condition)) continue;
    const no = refused.get(key);
    if (no !== undefined && sameCondition(no, condition)) continue;
    const lastTransitionTime =
      before?.status === condition.status ? before.lastTransitionTime : secondOf(clock.wallMs());
    yield { key, uid, condition: { ...condition, uid, lastTransitionTime } };
  }
  for (const [key, { uid }] of standing) if (!desired.has(key)) yield { key, uid, condition: undefined };
};

/** RFC 3339 without fractions, as the API has times. */
const secondOf = (wallMs: number): string => new Date(wallMs).toISOString().replace(/\.\d+Z$/, 'Z');
