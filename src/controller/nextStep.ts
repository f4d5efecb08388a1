import type { ReadDue } from './schedule.ts';

/** What a zone's loop does next. */
export type Step =
  | { readonly kind: 'read-full' }
  | { readonly kind: 'read-changes' }
  | { readonly kind: 'check-serial' }
  | { readonly kind: 'claim' }
  | { readonly kind: 'compare' }
  | { readonly kind: 'write' }
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
  readonly compareDue: boolean;
  readonly readBackAtMs: number | undefined;
  readonly nextFullAtMs: number;
  /** Objects have changed and are not taken in yet, or units wait to be planned. */
  readonly workWaiting: boolean;
  /** When a unit that was refused is tried again. */
  readonly nextRetryMs: number | undefined;
  /** When the server is asked whether it takes longer RRsets now. */
  readonly limitProbeAtMs: number | undefined;
  readonly nextSoaAtMs: number;
};

/**
 * Decides from the situation alone, never from how it came about. The first row that holds wins:
 *
 * | state                                       | step                          |
 * | ------------------------------------------- | ----------------------------- |
 * | backing off                                 | wait                          |
 * | no mirror, or the zone's content is doubted  | readFull                      |
 * | outcome of the last message unknown         | readChanges                   |
 * | watches not synced                          | wait                          |
 * | no claim                                    | claim                         |
 * | mirror not compared                         | compare                       |
 * | read-back due                               | readChanges                   |
 * | full transfer due                           | readFull                      |
 * | something to write                          | write                         |
 * | SOA query due                               | checkSerial                   |
 * | otherwise                                   | wait for the nearest of these |
 */
export const nextStep = (situation: Situation): Step => {
  const { nowMs, notBeforeMs } = situation;
  const isDue = (atMs: number | undefined): boolean => atMs !== undefined && atMs <= nowMs;
  if (nowMs < notBeforeMs) return { kind: 'wait', untilMs: notBeforeMs };
  if (!situation.hasMirror || situation.readDue === 'full') return { kind: 'read-full' };
  if (situation.readDue === 'incremental') return { kind: 'read-changes' };
  if (!situation.sourceSynced) return { kind: 'wait', untilMs: Number.POSITIVE_INFINITY };
  if (!situation.hasClaim) return { kind: 'claim' };
  if (situation.compareDue) return { kind: 'compare' };
  if (isDue(situation.readBackAtMs)) return { kind: 'read-changes' };
  if (isDue(situation.nextFullAtMs)) return { kind: 'read-full' };
  if (situation.workWaiting || isDue(situation.nextRetryMs) || isDue(situation.limitProbeAtMs))
    return { kind: 'write' };
  if (isDue(situation.nextSoaAtMs)) return { kind: 'check-serial' };
  return { kind: 'wait', untilMs: nearest(situation) };
};

const nearest = (situation: Situation): number =>
  Math.min(
    situation.readBackAtMs ?? Number.POSITIVE_INFINITY,
    situation.nextFullAtMs,
    situation.nextSoaAtMs,
    situation.nextRetryMs ?? Number.POSITIVE_INFINITY,
    situation.limitProbeAtMs ?? Number.POSITIVE_INFINITY,
  );
