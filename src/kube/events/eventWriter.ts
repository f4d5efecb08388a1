import type { Clock } from '../../clock.ts';
import { messageIn, readJson } from '../api/readJson.ts';
import type { Transport } from '../api/transport.ts';
import { eventKey, eventNamespace, eventObject, type ServiceEvent, seriesPatch } from './serviceEvent.ts';

export type EventWriterDeps = {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Name of this host or pod. */
  readonly reporter: string;
  /** Called when writing fails in another way than before; undefined when it works again. */
  readonly onProblem: (message: string | undefined) => void;
};

/**
 * Writes Events about Services. Events are a courtesy: they are limited, may be lost, and hold nothing up.
 */
export type EventWriter = {
  readonly write: (event: ServiceEvent) => void;
  /** Resolves when nothing waits to be written. */
  readonly flushed: () => Promise<void>;
  readonly status: () => { readonly written: number; readonly dropped: number };
};

/** So many Events at once, and then one for each interval. */
const burst = 25;
const refillMs = 5000;
/** The same Event again within this time is a count on the one that exists … */
const seriesMs = 1_800_000;
/** … that is written at most so often. */
const patchEveryMs = 60_000;
const maxSeries = 1000;

export const createEventWriter = (deps: EventWriterDeps): EventWriter => {
  const { clock } = deps;
  const state: WriterState = {
    series: new Map(),
    allowance: { tokens: burst, filledMs: clock.nowMs() },
    written: 0,
    dropped: 0,
    problem: undefined,
  };
  let last: Promise<void> = Promise.resolve();
  return {
    write: (event) => {
      const request = nextRequest(state, event, deps);
      if (request === undefined) return;
      if (!take(state.allowance, clock.nowMs())) {
        state.dropped += 1;
        state.series.delete(eventKey(event));
        return;
      }
      last = last.then(() => send(deps, state, request));
    },
    flushed: () => last,
    status: () => ({ written: state.written, dropped: state.dropped }),
  };
};

type Series = { readonly objectName: string; readonly startedMs: number; count: number; writtenMs: number };
type Allowance = { tokens: number; filledMs: number };
type WriterState = {
  readonly series: Map<string, Series>;
  readonly allowance: Allowance;
  written: number;
  dropped: number;
  problem: string | undefined;
};
type WriteRequest = {
  readonly key: string;
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: string;
  readonly contentType: string;
};

/** The request that this event needs; undefined when it is a repetition that was written a moment ago. */
const nextRequest = (
  { series }: WriterState,
  event: ServiceEvent,
  { clock, reporter }: EventWriterDeps,
): WriteRequest | undefined => {
  const nowMs = clock.nowMs();
  const wallMs = clock.wallMs();
  const path = `/apis/events.k8s.io/v1/namespaces/${encodeURIComponent(eventNamespace(event))}/events`;
  const key = eventKey(event);
  const known = series.get(key);
  if (known !== undefined && nowMs - known.startedMs < seriesMs) {
    known.count += 1;
    if (nowMs - known.writtenMs < patchEveryMs) return undefined;
    known.writtenMs = nowMs;
    const body = JSON.stringify(seriesPatch(known.count, wallMs));
    return {
      key,
      method: 'PATCH',
      path: `${path}/${known.objectName}`,
      body,
      contentType: 'application/merge-patch+json',
    };
  }
  if (series.size >= maxSeries) series.clear();
  const random = Math.floor(clock.random() * 2 ** 32).toString(16);
  const objectName = `${event.object.name}.${wallMs.toString(16)}${random}`;
  series.set(key, { objectName, startedMs: nowMs, count: 1, writtenMs: nowMs });
  const body = JSON.stringify(eventObject(event, { objectName, wallMs, reporter }));
  return { key, method: 'POST', path, body, contentType: 'application/json' };
};

const take = (allowance: Allowance, nowMs: number): boolean => {
  const refilled = Math.floor((nowMs - allowance.filledMs) / refillMs);
  allowance.tokens = Math.min(burst, allowance.tokens + refilled);
  allowance.filledMs += refilled * refillMs;
  if (allowance.tokens === 0) return false;
  allowance.tokens -= 1;
  return true;
};

const send = async (
  { transport, signal, onProblem }: EventWriterDeps,
  state: WriterState,
  { key, ...request }: WriteRequest,
): Promise<void> => {
  if (signal.aborted) return;
  const answer = await transport.request({ ...request, signal });
  if (answer.kind === 'aborted') return;
  const status = answer.kind === 'answer' ? answer.status : 0;
  const problem = answer.kind === 'answer' ? await refusal(status, answer.body) : answer.message;
  if (status >= 200 && status < 300) state.written += 1;
  else {
    state.dropped += 1;
    // There is no Event to count on: the next time makes one.
    state.series.delete(key);
  }
  if (problem !== state.problem) onProblem(problem);
  state.problem = problem;
};

const refusal = async (status: number, body: Parameters<typeof readJson>[0]): Promise<string | undefined> => {
  const json = await readJson(body);
  // 404: the Event to count on has expired, or its namespace is going away.
  if (status < 300 || status === 404) return undefined;
  const needed = status === 403 ? ', needed a role that grants create and patch on events.events.k8s.io' : '';
  return `Cannot write Events: found ${status} ${messageIn(json)}${needed}`;
};
