import type { ReadDue } from './schedule.ts';

/** What a zone's loop does next. */
export type Step =
  | { readonly kind: 'read-full' }
  | { readonly kind: 'read-changes' }
  | { readonly kind: 'check-serial' }
  /** Asks for some of the names that were written. */
  | { readonly kind: 'ask-answers' }
  | { readonly kind: 'claim' }
  | { readonly kind: 'compare' }
  | { readonly kind: 'write' }
  /** Looks at what waits, and writes nothing. */
  | { readonly kind: 'look' }
  | { readonly kind: 'wait'; readonly untilMs: number };

/** All that decides the next step, at one moment. Times are of the monotonic clock. */
export type Situation = {
  readonly nowMs: number;
  /** Nothing is sent before this moment. */
  readonly notBeforeMs: number;
  /** The zone has been read. */
  readonly hasMirror: boolean;
  readonly readDue: ReadDue;
  /** Every watch has synced: what is desired is known. Nothing is written before. */
  readonly sourceSynced: boolean;
  readonly hasClaim: boolean;
  /** Another process writes the zone. */
  readonly standby: StandbySituation | undefined;
  readonly compareDue: boolean;
  readonly readBackAtMs: number | undefined;
  readonly nextFullAtMs: number;
  /** Objects have changed and are not taken in yet, or units wait to be planned. */
  readonly workWaiting: boolean;
  /** When a unit that was refused is tried again. */
  readonly nextRetryMs: number | undefined;
  /** When the server is asked whether it takes longer RRsets now. */
  readonly limitProbeAtMs: number | undefined;
  /** When what an object has without anything to publish is kept no longer. */
  readonly holdEndAtMs: number | undefined;
  readonly nextSoaAtMs: number;
  /** When some of the names that were written are asked for. */
  readonly answersDueAtMs: number;
};

/**
 * Decides from the situation alone, never from how it came about. The first row that holds wins:
 *
 * | state                                       | step                          |
 * | ------------------------------------------- | ----------------------------- |
 * | backing off                                 | wait                          |
 * | no mirror, or the zone's content is doubted  | read-full                     |
 * | outcome of the last message unknown         | read-changes                  |
 * | watches not synced                          | wait                          |
 * | standing by, its holder has stopped         | claim                         |
 * | standing by, not compared                   | compare                       |
 * | standing by, full transfer due              | read-full                     |
 * | standing by, something to look at           | look                          |
 * | standing by, out of step for the grace      | check-serial, then claim      |
 * | standing by                                 | check-serial, or wait         |
 * | no claim                                    | claim                         |
 * | mirror not compared                         | compare                       |
 * | read-back due                               | read-changes                  |
 * | full transfer due                           | read-full                     |
 * | something to write                          | write                         |
 * | answers due                                 | ask-answers                   |
 * | SOA query due                               | check-serial                  |
 * | otherwise                                   | wait for the nearest of these |
 */
export const nextStep = (situation: Situation): Step => {
  const { nowMs, notBeforeMs } = situation;
  const isDue = (atMs: number | undefined): boolean => atMs !== undefined && atMs <= nowMs;
  if (nowMs < notBeforeMs) return { kind: 'wait', untilMs: notBeforeMs };
  if (!situation.hasMirror || situation.readDue === 'full') return { kind: 'read-full' };
  if (situation.readDue === 'incremental') return { kind: 'read-changes' };
  if (!situation.sourceSynced) return { kind: 'wait', untilMs: Number.POSITIVE_INFINITY };
  if (situation.standby !== undefined) return standbyStep(situation, situation.standby);
  if (!situation.hasClaim) return { kind: 'claim' };
  if (situation.compareDue) return { kind: 'compare' };
  if (isDue(situation.readBackAtMs)) return { kind: 'read-changes' };
  if (isDue(situation.nextFullAtMs)) return { kind: 'read-full' };
  if (situation.workWaiting || writingDueAtMs(situation) <= nowMs) return { kind: 'write' };
  if (isDue(situation.answersDueAtMs)) return { kind: 'ask-answers' };
  if (isDue(situation.nextSoaAtMs)) return { kind: 'check-serial' };
  return { kind: 'wait', untilMs: nearest(situation) };
};

export type StandbySituation = {
  /** The claim says that its holder has ended. */
  readonly holderStopped: boolean;
  /** When the zone will have been out of step for too long; undefined while it is in step. */
  readonly graceEndMs: number | undefined;
  /** When the server last reported its serial: what is out of step is so by that reading. */
  readonly lastReadAtMs: number;
};

const standbyStep = (
  situation: Situation,
  { holderStopped, graceEndMs = Number.POSITIVE_INFINITY, lastReadAtMs }: StandbySituation,
): Step => {
  const { nowMs } = situation;
  if (holderStopped) return { kind: 'claim' };
  if (situation.compareDue) return { kind: 'compare' };
  if ((situation.readBackAtMs ?? Number.POSITIVE_INFINITY) <= nowMs) return { kind: 'read-changes' };
  if (situation.nextFullAtMs <= nowMs) return { kind: 'read-full' };
  if (situation.workWaiting || lookingDueAtMs(situation) <= nowMs) return { kind: 'look' };
  if (graceEndMs <= nowMs) return { kind: lastReadAtMs >= graceEndMs ? 'claim' : 'check-serial' };
  if (situation.nextSoaAtMs <= nowMs) return { kind: 'check-serial' };
  const untilMs = Math.min(graceEndMs, lookingDueAtMs(situation), nearestReading(situation));
  return { kind: 'wait', untilMs };
};

/**
 * What was refused or held is looked at again when its time has come, whoever writes: who did may be gone.
 */
const lookingDueAtMs = ({ nextRetryMs, holdEndAtMs }: Situation): number =>
  Math.min(nextRetryMs ?? Number.POSITIVE_INFINITY, holdEndAtMs ?? Number.POSITIVE_INFINITY);

/** Probes wait for who writes: a moment of them that has passed must not keep us awake. */
const nearestReading = ({ readBackAtMs, nextFullAtMs, nextSoaAtMs }: Situation): number =>
  Math.min(readBackAtMs ?? Number.POSITIVE_INFINITY, nextFullAtMs, nextSoaAtMs);

const nearest = (situation: Situation): number =>
  Math.min(nearestReading(situation), situation.answersDueAtMs, writingDueAtMs(situation));

const writingDueAtMs = (situation: Situation): number =>
  Math.min(lookingDueAtMs(situation), situation.limitProbeAtMs ?? Number.POSITIVE_INFINITY);
