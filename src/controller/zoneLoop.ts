import { assertNever } from '../assertNever.ts';
import { createBackoff } from '../backoff.ts';
import type { ServiceKey } from '../model/service.ts';
import { createPacer } from '../pacer.ts';
import type { UnitKey, ZoneLayout } from '../zone/zoneLayout.ts';
import { checkClaim, claimZone, divideAnew } from './claim/claimZone.ts';
import { nextStep, type Step } from './nextStep.ts';
import { compareZone } from './read/compareZone.ts';
import { checkSerial, readChanges, readFull } from './read/readChanges.ts';
import { retryNow } from './write/quarantine.ts';
import { writeDirty } from './write/writeDirty.ts';
import type { ZoneContext } from './zoneContext.ts';
import type { ZoneEnd } from './zoneEvent.ts';
import { createZoneState, type ZoneState } from './zoneState.ts';

/** Keeps one zone in step with what is desired: one serial loop, because BIND serialises the updates of a zone anyway. */
export type ZoneLoop = {
  /** Runs until stopped, or until this process must not write any more. The message under way is always finished. */
  readonly run: (signal: AbortSignal) => Promise<ZoneEnd>;
  /** A Service may have changed; its records are looked at again. Cheap, and safe to call for any reason. */
  readonly serviceChanged: (key: ServiceKey) => void;
  /** Something else changed that decides what is next: the source has synced. */
  readonly wake: () => void;
  /** The zone may have changed (NOTIFY): ask for its serial now. */
  readonly zoneChanged: () => void;
  /** Whether a change of the Service, or of the unit, is not in the zone yet, and is about to be. False for one that is held back or refused. */
  readonly isPending: (unit: UnitKey) => boolean;
  /** The server refuses the records of the unit, which wait to be tried again. Not when it took them and left some out. */
  readonly isRefused: (unit: UnitKey) => boolean;
  /** The step under way; `wait` while there is nothing to do. */
  readonly doing: () => Step['kind'];
  /** The server takes updates and nothing is known to be wrong. */
  readonly isTaking: () => boolean;
  /** A person allows what the guard holds back. Returns how many units that were. */
  readonly allowDeletions: () => number;
  readonly state: ZoneState;
};

export type ZoneLoopDeps = Omit<ZoneContext, 'state' | 'retry' | 'stopping'> & {
  readonly layout: ZoneLayout;
  /** Whether to end as soon as everything is written and confirmed. */
  readonly once: () => boolean;
  /** After each step: what was pending may be done. */
  readonly onPass?: () => void;
};

/** Each update of ours makes the server send a NOTIFY too; it is asked for its serial at most this often. */
const notifyPauseMs = 200;

/** One server, and near: what changes while it is away shall not wait long once it is back. */
const retryPace = { baseMs: 200, maxMs: 5_000 };

export const createZoneLoop = (deps: ZoneLoopDeps): ZoneLoop => {
  const state = createZoneState(deps.layout);
  let ending: AbortSignal | undefined;
  const context: ZoneContext = {
    ...deps,
    state,
    retry: createBackoff(deps.random, retryPace),
    stopping: () => ending?.aborted === true,
  };
  const waiting = new Map<ServiceKey, number>();
  const sleeper = createSleeper(deps.nowMs);
  let doing: Step['kind'] = 'wait';

  const absorb = async (): Promise<void> => {
    const pacer = createPacer(deps.nowMs);
    for (const [key, seenMs] of waiting) {
      waiting.delete(key);
      for (const unit of deps.desired.put(key, deps.source.snapshot(key))) {
        if (!state.dirty.has(unit)) state.dirty.set(unit, seenMs);
        state.suspects.delete(unit);
        state.guardDue = true;
        retryNow(state, unit);
      }
      const pause = pacer.pause();
      if (pause !== undefined) await pause;
    }
  };

  const decide = (): Step =>
    nextStep(state, {
      nowMs: deps.nowMs(),
      sourceSynced: deps.source.synced(),
      changesWaiting: waiting.size > 0,
    });

  const isSettled = (step: Step): boolean =>
    step.kind === 'wait' &&
    state.claim !== undefined &&
    !state.compareDue &&
    state.dirty.size + state.groups.length + waiting.size === 0 &&
    state.notBeforeMs <= deps.nowMs();

  const run = async (signal: AbortSignal): Promise<ZoneEnd> => {
    ending = signal;
    signal.addEventListener('abort', sleeper.wake, { once: true });
    while (!signal.aborted) {
      const step = decide();
      if (isSettled(step)) {
        // Who waits for this zone must hear it now: the step that comes is a long sleep, or the end.
        if (noteSettled(context)) deps.onPass?.();
        if (deps.once() && state.readBackAtMs === undefined) return converged(state);
      }
      doing = step.kind;
      const end = await perform(context, step, { absorb, sleep: sleeper.sleep });
      doing = 'wait';
      deps.onPass?.();
      if (end !== undefined) return end;
    }
    return { kind: 'stopped' };
  };

  return {
    run,
    serviceChanged: (key) => {
      if (!waiting.has(key)) waiting.set(key, deps.nowMs());
      sleeper.wake();
    },
    wake: sleeper.wake,
    zoneChanged: () => {
      state.nextSoaAtMs = Math.min(state.nextSoaAtMs, state.lastReadAtMs + notifyPauseMs);
      sleeper.wake();
    },
    isPending: (key) => doing === 'write' || waiting.has(key) || state.dirty.has(key),
    isRefused: (unit) => {
      const outcome = state.quarantine.get(unit)?.outcome;
      return outcome !== undefined && outcome.kind !== 'leftOut';
    },
    doing: () => doing,
    isTaking: () => state.settled && state.notBeforeMs <= deps.nowMs(),
    allowDeletions: () => {
      const units = state.guarded.size;
      state.deletionsAllowed = units > 0;
      for (const unit of state.guarded.keys()) state.dirty.set(unit, deps.nowMs());
      state.guardDue = true;
      sleeper.wake();
      return units;
    },
    state,
  };
};

type LoopActions = {
  readonly absorb: () => Promise<void>;
  readonly sleep: (untilMs: number) => Promise<void>;
};

const perform = async (
  context: ZoneContext,
  step: Step,
  { absorb, sleep }: LoopActions,
): Promise<ZoneEnd | undefined> => {
  const { mirror } = context.state;
  switch (step.kind) {
    case 'wait':
      await sleep(step.untilMs);
      return undefined;
    case 'readFull':
      await readFull(context);
      return checkClaimNow(context);
    case 'readChanges':
      await readChanges(context);
      return checkClaimNow(context);
    case 'checkSerial':
      await checkSerial(context);
      return undefined;
    case 'claim':
      return mirror && claimZone(context, mirror);
    case 'compare':
      await absorb();
      await compareZone(context);
      return checkClaimNow(context);
    case 'write':
      await absorb();
      await writeDirty(context);
      return undefined;
    default:
      return assertNever(step);
  }
};

const checkClaimNow = (context: ZoneContext): ZoneEnd | undefined => {
  const { state } = context;
  const { mirror } = state;
  if (mirror === undefined) return undefined;
  const end = checkClaim(context, mirror);
  // Of a territory that has shrunk the last record may be gone now.
  if (end === undefined && state.claim !== undefined) divideAnew(context, mirror, state.claim.claim);
  return end;
};

/** Returns whether it is news. */
const noteSettled = ({ state, report }: ZoneContext): boolean => {
  if (state.guarded.size === 0) state.deletionsAllowed = false;
  if (state.settled) return false;
  state.settled = true;
  report({ kind: 'steady', serial: state.mirror?.serial ?? 0 });
  return true;
};

const converged = ({ quarantine, guarded }: ZoneState): ZoneEnd => ({
  kind: 'converged',
  refused: [...quarantine.keys()],
  heldBack: [...guarded.keys()],
});

/** Longest sleep; keeps timers within what they can hold. */
const maxSleepMs = 60 * 60_000;

const createSleeper = (
  nowMs: () => number,
): { readonly sleep: (untilMs: number) => Promise<void>; readonly wake: () => void } => {
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
