import { nextRetryMs } from './write/quarantine.ts';
import type { ZoneState } from './zoneState.ts';

/** What a zone's loop does next. */
export type Step =
  | { readonly kind: 'readFull' }
  | { readonly kind: 'readChanges' }
  | { readonly kind: 'checkSerial' }
  | { readonly kind: 'claim' }
  | { readonly kind: 'compare' }
  | { readonly kind: 'write' }
  | { readonly kind: 'wait'; readonly untilMs: number };

export type Situation = {
  readonly nowMs: number;
  /** Every watch has synced: what is desired is known. Nothing is written before. */
  readonly sourceSynced: boolean;
  /** Services have changed and are not taken in yet. */
  readonly changesWaiting: boolean;
};

/**
 * Decides from the state alone, never from how it came about. The first row that holds wins:
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
export const nextStep = (state: ZoneState, { nowMs, sourceSynced, changesWaiting }: Situation): Step => {
  if (nowMs < state.notBeforeMs) return { kind: 'wait', untilMs: state.notBeforeMs };
  if (state.mirror === undefined || state.readDue === 'full') return { kind: 'readFull' };
  if (state.readDue === 'incremental') return { kind: 'readChanges' };
  if (!sourceSynced) return { kind: 'wait', untilMs: Number.POSITIVE_INFINITY };
  if (state.claim === undefined) return { kind: 'claim' };
  if (state.compareDue) return { kind: 'compare' };
  if (isDue(state.readBackAtMs, nowMs)) return { kind: 'readChanges' };
  if (isDue(state.nextFullAtMs, nowMs)) return { kind: 'readFull' };
  if (changesWaiting || state.dirty.size > 0 || state.groups.length > 0) return { kind: 'write' };
  // Consent may come while a pass skips what is held back: then nothing is dirty any more.
  if (state.deletionsAllowed && state.guarded.size > 0) return { kind: 'write' };
  if (isDue(nextRetryMs(state), nowMs) || isDue(state.limitProbeAtMs, nowMs)) return { kind: 'write' };
  if (isDue(state.nextSoaAtMs, nowMs)) return { kind: 'checkSerial' };
  return { kind: 'wait', untilMs: nearest(state) };
};

const isDue = (atMs: number | undefined, nowMs: number): boolean => atMs !== undefined && atMs <= nowMs;

const nearest = (state: ZoneState): number =>
  Math.min(
    state.readBackAtMs ?? Number.POSITIVE_INFINITY,
    state.nextFullAtMs,
    state.nextSoaAtMs,
    nextRetryMs(state) ?? Number.POSITIVE_INFINITY,
    state.limitProbeAtMs ?? Number.POSITIVE_INFINITY,
  );
