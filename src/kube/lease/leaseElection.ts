import type { Clock } from '../../clock.ts';
import { pause } from '../../pause.ts';
import type { LeaseClient } from './leaseClient.ts';
import { claimLease, type LeaseRecord, microTime } from './leaseRecord.ts';

export type LeaseElectionDeps = {
  readonly client: LeaseClient;
  readonly clock: Clock;
  readonly onAcquired: () => void;
  /** Another holds the lease, or it could not be renewed in time. */
  readonly onLost: (reason: string) => void;
  /** Called when it changes; undefined when all is well again. */
  readonly onProblem: (message: string | undefined) => void;
};

export type LeaseElectionOptions = {
  /** Unique to this process. */
  readonly identity: string;
  /** Others wait so long after the last renewal that they saw. */
  readonly durationMs: number;
  /** A leader that could not renew for so long stands down: sooner than others may take over. */
  readonly renewDeadlineMs: number;
  readonly retryMs: number;
};

export const defaultLeaseTimes = { durationMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2000 } as const;

/** Leader election by a Lease, as Kubernetes's own components do it. */
export type LeaseElection = {
  /** Tries to lead until the signal aborts, then gives the lease back and resolves. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** Who holds the lease as far as we have seen; empty when nobody. */
  readonly holder: () => string;
};

/**
 * Another holder's lease counts as expired when it has not changed for its duration by our own monotonic
 * clock: no clocks are compared. That alone does not make writing safe; the fence in the zone does.
 */
export const createLeaseElection = (
  deps: LeaseElectionDeps,
  options: LeaseElectionOptions,
): LeaseElection => {
  const { client, clock } = deps;
  const state: ElectionState = { seen: undefined, seenAtMs: 0, renewedAtMs: undefined, problem: undefined };
  return {
    holder: () => state.seen?.holder ?? '',
    run: async (signal) => {
      while (!signal.aborted) {
        await round(deps, options, state, signal);
        const retryMs = options.retryMs * (1 + 0.2 * clock.random());
        await pause(clock, Math.min(retryMs, remainingMs(state, options, clock.nowMs())), signal);
      }
      if (state.renewedAtMs === undefined || state.seen === undefined) return;
      state.renewedAtMs = undefined;
      const released = { ...state.seen, holder: '', durationMs: 1000, renewTime: microTime(clock.wallMs()) };
      // Others need not wait until it expires.
      await client.write(released, AbortSignal.timeout(2000));
    },
  };
};

type ElectionState = {
  seen: LeaseRecord | undefined;
  /** Monotonic. */
  seenAtMs: number;
  /** When the last renewal that succeeded was begun, monotonic; undefined while not leading. */
  renewedAtMs: number | undefined;
  problem: string | undefined;
};

/** How long a leader may go on without a renewal; as long as you like for others. */
const remainingMs = (state: ElectionState, options: LeaseElectionOptions, nowMs: number): number =>
  state.renewedAtMs === undefined
    ? Number.POSITIVE_INFINITY
    : Math.max(1, state.renewedAtMs + options.renewDeadlineMs - nowMs);

/** One attempt to get or to keep the lease. It ends in time for a leader to stand down at its deadline. */
const round = async (
  deps: LeaseElectionDeps,
  options: LeaseElectionOptions,
  state: ElectionState,
  signal: AbortSignal,
): Promise<void> => {
  const { clock } = deps;
  const begunMs = clock.nowMs();
  const limitMs = Math.min(options.renewDeadlineMs / 2, remainingMs(state, options, begunMs));
  const limit = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(limitMs))]);
  const outcome = await tryLease(deps, options, state, limit);
  if (signal.aborted) return;
  const problem = outcome.kind === 'failed' ? outcome.message : undefined;
  if (problem !== state.problem) deps.onProblem(problem);
  state.problem = problem;
  if (outcome.kind === 'leading') {
    const wasLeading = state.renewedAtMs !== undefined;
    state.renewedAtMs = begunMs;
    if (!wasLeading) deps.onAcquired();
  } else if (state.renewedAtMs !== undefined) {
    const expired = clock.nowMs() - state.renewedAtMs >= options.renewDeadlineMs;
    if (outcome.kind === 'failed' && !expired) return;
    state.renewedAtMs = undefined;
    deps.onLost(outcome.kind === 'failed' ? outcome.message : `the lease is held by ${outcome.holder}`);
  }
};

type RoundOutcome =
  | { readonly kind: 'leading' }
  | { readonly kind: 'following'; readonly holder: string }
  | { readonly kind: 'failed'; readonly message: string };

const tryLease = async (
  { client, clock }: LeaseElectionDeps,
  options: LeaseElectionOptions,
  state: ElectionState,
  signal: AbortSignal,
): Promise<RoundOutcome> => {
  // A leader knows what it wrote last and need not read it first; after a lost race it must.
  let mustRead = state.renewedAtMs === undefined;
  for (let attempts = 0; attempts < 2; attempts += 1) {
    if (mustRead) {
      const found = await client.read(signal);
      if (found.kind === 'failed') return found;
      see(state, found.kind === 'lease' ? found.lease : undefined, clock.nowMs());
    }
    const seenMs = clock.nowMs() - state.seenAtMs;
    const claim = claimLease(state.seen, options, { seenMs, wallMs: clock.wallMs() });
    if (claim === undefined) break;
    const written = await client.write(claim, signal);
    if (written.kind === 'failed') return written;
    if (written.kind === 'lease') {
      see(state, written.lease, clock.nowMs());
      return { kind: 'leading' };
    }
    mustRead = true;
  }
  return { kind: 'following', holder: state.seen?.holder ?? '' };
};

const see = (state: ElectionState, lease: LeaseRecord | undefined, nowMs: number): void => {
  const changed =
    lease?.resourceVersion !== state.seen?.resourceVersion || lease?.renewTime !== state.seen?.renewTime;
  if (changed) state.seenAtMs = nowMs;
  state.seen = lease;
};
