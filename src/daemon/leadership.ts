import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../clock.ts';
import type { Transport } from '../kube/api/transport.ts';
import { createLeaseClient, type LeaseName } from '../kube/lease/leaseClient.ts';
import { createLeaseElection, defaultLeaseTimes } from '../kube/lease/leaseElection.ts';
import { shownText } from '../model/visibleText.ts';
import type { Log } from '../telemetry/log.ts';
import { createSpells, spellClock } from '../telemetry/spells.ts';
import type { Leadership as LeadershipStatus } from '../telemetry/status.ts';
import type { EndedZone } from './zoneSet.ts';

/** One term of writing; ends when its signal aborts, or by itself. */
export type Term = (signal: AbortSignal) => Promise<readonly EndedZone[]>;

/**
 * Who may write, and when. That it is only one is made sure by the fence in each zone; an election only
 * spares them fighting over it.
 */
export type Leadership = {
  readonly run: (term: Term, signal: AbortSignal) => Promise<readonly EndedZone[]>;
  readonly status: () => LeadershipStatus;
};

/** Without an election this process writes. */
export const aloneLeadership: Leadership = {
  run: (term, signal) => term(signal),
  status: () => ({ kind: 'alone' }),
};

export type ElectedLeadershipDeps = {
  readonly transport: Transport;
  readonly log: Log;
  /** Unique to this process. */
  readonly identity: string;
};

/**
 * How long a fenced leader waits to see that another holds the lease, before it takes the other for one
 * without election.
 */
const fencedPatienceMs = 20_000;

/** Leads while it holds a Lease, stands by otherwise, and after being fenced out by the next leader. */
export const electedLeadership = (deps: ElectedLeadershipDeps, name: LeaseName): Leadership => {
  const { transport, log, identity } = deps;
  const spells = createSpells(log, spellClock);
  const turns = new EventTarget();
  let turn: AbortController | undefined;
  const election = createLeaseElection(
    {
      client: createLeaseClient(transport, name),
      clock: systemClock,
      onAcquired: () => {
        log.info('Lease acquired: this instance writes', { lease: `${name.namespace}/${name.name}` });
        turn = new AbortController();
        turns.dispatchEvent(new Event('acquired'));
      },
      onLost: (reason) => {
        log.warn('Lease lost: this instance stands by', { reason });
        turn?.abort();
        turn = undefined;
      },
      onProblem: (problem) => {
        if (problem === undefined) spells.ended('lease', { message: 'Lease can be used again' });
        else spells.failed('lease', problem, { message: problem });
      },
    },
    { identity, ...defaultLeaseTimes },
  );
  const run = async (term: Term, signal: AbortSignal): Promise<readonly EndedZone[]> => {
    const stop = new AbortController();
    const electing = election.run(AbortSignal.any([signal, stop.signal]));
    let ends: readonly EndedZone[] = [];
    while (!signal.aborted) {
      if (turn === undefined) await once(turns, 'acquired', { signal }).catch(() => undefined);
      const current = turn?.signal;
      if (current === undefined) continue;
      ends = await term(AbortSignal.any([signal, current]));
      if (signal.aborted || !(await mayStandBy(ends, current, signal))) break;
    }
    stop.abort();
    await electing;
    return ends;
  };
  return {
    run,
    status: () => {
      if (turn !== undefined) return { kind: 'leading' };
      const holder = shownText(election.holder());
      return holder === '' ? { kind: 'undecided' } : { kind: 'standby', holder };
    },
  };
};

/** True when the term ended because another leads now. */
const mayStandBy = async (
  ends: readonly EndedZone[],
  turn: AbortSignal,
  signal: AbortSignal,
): Promise<boolean> => {
  if (ends.every(({ end }) => end.kind === 'stopped')) return true;
  if (!ends.every(({ end }) => end.kind === 'stopped' || end.kind === 'fenced')) return false;
  const either = AbortSignal.any([turn, signal]);
  await sleep(fencedPatienceMs, undefined, { signal: either }).catch(() => undefined);
  return turn.aborted;
};
