import type { OriginKey } from '../model/objectRef.ts';
import { createPacer } from '../pacer.ts';
import type { Mirror } from '../zone/mirror.ts';
import { objectUnit, type UnitKey, unitOf } from '../zone/unit.ts';
import type { ZoneLayout } from '../zone/zoneLayout.ts';
import { leaveClaim } from './claim/claimZone.ts';
import { isBelieved } from './claim/isBelieved.ts';
import { endpointsChangedMs } from './endpointsChangedMs.ts';
import { nextStep, type Situation, type Step } from './nextStep.ts';
import { orOverdue } from './orOverdue.ts';
import { patientClient } from './patientClient.ts';
import { performStep } from './performStep.ts';
import { remember } from './read/remember.ts';
import { situationOf } from './situationOf.ts';
import { createSleeper } from './sleeper.ts';
import { noteNewlyPresent } from './write/noteAllPresent.ts';
import { createZoneParts, type ZoneContext, type ZoneContextDeps, type ZoneParts } from './zoneContext.ts';
import type { ZoneEnd } from './zoneEvent.ts';
import { type ZoneView, zoneViewOf } from './zoneView.ts';

/**
 * Keeps one zone in step with what is desired: one serial loop, because BIND serialises the updates of a zone
 * anyway.
 */
export type ZoneLoop = {
  /**
   * Runs until stopped, or until this process must not write any more. The message under way is finished,
   * but for a server that does not answer it within {@link stopLimitMs}.
   */
  readonly run: (signal: AbortSignal) => Promise<ZoneEnd>;
  /** A Service may have changed; its records are looked at again. Cheap, and safe to call for any reason. */
  readonly serviceChanged: (key: OriginKey) => void;
  /** A change of the Service that is not taken in yet waits until {@link serviceChanged} tells of it anew. */
  readonly putOff: (key: OriginKey) => void;
  /** Something else changed that decides what is next: the source has synced. */
  readonly wake: () => void;
  /** Objects of this kind can be read again: what was kept without them is looked at. */
  readonly kindServed: (kind: string) => void;
  /** The zone may have changed (NOTIFY): ask for its serial now. */
  readonly zoneChanged: () => void;
  /**
   * Whether a change of the unit is not in the zone yet, and is about to be. False for one that is held back
   * or refused.
   */
  readonly isPending: (unit: UnitKey) => boolean;
  /**
   * The server refuses the records of the unit, which wait to be tried again. Not when it took them and
   * omitted some.
   */
  readonly isRefused: (unit: UnitKey) => boolean;
  /** The step under way; `wait` while there is nothing to do. */
  readonly doing: () => Step['kind'];
  /** The server takes updates and nothing is known to be wrong. */
  readonly isTaking: () => boolean;
  /** A person allows what the brake holds back. Returns how many units that were. */
  readonly allowDeletions: () => number;
  readonly view: ZoneView;
  readonly parts: ZoneParts;
};

export type ZoneLoopDeps = Omit<ZoneContextDeps, 'stopping'> & {
  readonly layout: ZoneLayout;
  /** Whether to end as soon as everything is written and confirmed. */
  readonly once: () => boolean;
  /** After each step: what was pending may be done. */
  readonly onPass?: () => void;
};

/**
 * How long a loop that is stopped waits for the answer to what is under way. What comes of it later is found
 * in the zone by the next start.
 */
const stopLimitMs = 2_000;

export const createZoneLoop = (deps: ZoneLoopDeps): ZoneLoop => {
  let ending: AbortSignal | undefined;
  const parts = createZoneParts(deps, deps.layout);
  const client = patientClient(deps.client, deps.after, (waitedMs) =>
    deps.report({ kind: 'no-answer-yet', waitedMs }),
  );
  const context: ZoneContext = { ...deps, ...parts, client, stopping: () => ending?.aborted === true };
  const { schedule, queue, brake, quarantine } = parts;
  const waiting = new Map<OriginKey, number>();
  const sleeper = createSleeper(deps);
  let doing: Step['kind'] = 'wait';

  const absorb = async (): Promise<void> => {
    const pacer = createPacer(deps.nowMs);
    for (const [key, seenMs] of waiting) {
      waiting.delete(key);
      const own = objectUnit(key);
      const known = deps.desired.source(own);
      const before = known?.kind === 'computed' ? known.snapshot : undefined;
      const after = deps.source.snapshot(key);
      const changedMs = endpointsChangedMs(before, after, deps.timeMs());
      for (const unit of [...deps.desired.put(key, after), ...parts.holds.ofObject(key)]) {
        queue.add(unit, { seenMs, reason: 'changed', changedMs: unit === own ? changedMs : undefined });
        quarantine.retryNow(unit);
        tryRefusedAgain(parts, unit);
      }
      const pause = pacer.pause();
      if (pause !== undefined) await pause;
    }
    await noteNewlyPresent(context);
  };

  const run = async (signal: AbortSignal): Promise<ZoneEnd> => {
    const end = await orOverdue(runUntilEnd(signal), {
      limitMs: stopLimitMs,
      after: deps.after,
      from: signal,
    });
    // The claim is not given up: the server would not answer that either.
    if (end === 'overdue') return { kind: 'stopped' };
    if (end.kind !== 'stopped' && end.kind !== 'converged') return end;
    // With the claim as it was read: whether the last message arrives, the next start reads.
    const mirror = asRead();
    await leaveClaim(context);
    if (mirror !== undefined) await remember(context, mirror);
    return end;
  };

  /** What the zone held at the serial; not where that is doubted. */
  const asRead = (): Mirror | undefined => {
    const mirror = parts.standing.mirror();
    return mirror === undefined || schedule.readDue() === 'full' ? undefined : { ...mirror };
  };

  const runUntilEnd = async (signal: AbortSignal): Promise<ZoneEnd> => {
    ending = signal;
    signal.addEventListener('abort', sleeper.wake, { once: true });
    while (!signal.aborted) {
      const situation = situationOf(context, waiting.size > 0);
      const step = nextStep(situation);
      if (step.kind === 'wait' && isAtRest(situation)) {
        // Who waits for this zone must hear it now: the step that comes is a long sleep, or the end.
        if (noteSettled(context)) deps.onPass?.();
        if (deps.once() && schedule.readBackAtMs() === undefined) return converged(context);
      }
      doing = step.kind;
      const end = await performStep(context, step, { absorb, ...sleeper });
      doing = 'wait';
      deps.onPass?.();
      if (end !== undefined && (await isBelieved(context, end))) return end;
    }
    return { kind: 'stopped' };
  };

  return {
    run,
    serviceChanged: (key) => {
      if (!waiting.has(key)) waiting.set(key, deps.nowMs());
      sleeper.wake();
    },
    putOff: (key) => void waiting.delete(key),
    wake: sleeper.wake,
    kindServed: (kind) => {
      for (const [unit, { origin }] of parts.holds.units())
        if (origin.kind === kind) queue.add(unit, { seenMs: deps.nowMs(), reason: 'changed' });
      sleeper.wake();
    },
    zoneChanged: () => {
      schedule.askSoon();
      sleeper.wake();
    },
    isPending: (unit) => {
      if (queue.isPending(unit)) return true;
      const found = unitOf(unit);
      return found.kind === 'object' && waiting.has(found.key);
    },
    isRefused: (unit) => {
      const outcome = quarantine.units().get(unit)?.outcome;
      return outcome !== undefined && outcome.kind !== 'omitted';
    },
    doing: () => doing,
    isTaking: () =>
      schedule.settled() && schedule.notBeforeMs() <= deps.nowMs() && parts.standby.by() === undefined,
    allowDeletions: () => {
      const units = brake.consent();
      for (const unit of units) queue.add(unit, { seenMs: deps.nowMs(), reason: 'changed' });
      if (units.length > 0) deps.report({ kind: 'brake-released' });
      sleeper.wake();
      return units.length;
    },
    view: zoneViewOf(parts),
    parts,
  };
};

/** Its object was changed, by its owner perhaps because a type was refused. */
const tryRefusedAgain = ({ serverLimits }: ZoneParts, unit: UnitKey): void => {
  const allowance = serverLimits.of(unit);
  if (allowance !== undefined && [...allowance.values()].includes(0)) serverLimits.set(unit, undefined);
};

/**
 * Everything desired has been looked at: when the loop waits now, it is not for the source, the server or a
 * claim. By the time by which the step was chosen: a wait for the server may be over by now.
 */
const isAtRest = ({ sourceSynced, hasClaim, compareDue, notBeforeMs, nowMs }: Situation): boolean =>
  sourceSynced && hasClaim && !compareDue && notBeforeMs <= nowMs;

/** Returns whether it is news. */
const noteSettled = ({ answers, brake, schedule, standing, report }: ZoneContext): boolean => {
  brake.endConsent();
  if (!schedule.settle()) return false;
  answers.askSoon();
  report({ kind: 'steady', serial: standing.mirror()?.serial ?? 0 });
  return true;
};

const converged = ({ quarantine, brake }: ZoneContext): ZoneEnd => ({
  kind: 'converged',
  refused: [...quarantine.units().keys()],
  heldBack: [...brake.held().keys()],
});
