import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import type { UnitKey } from '../../zone/zoneLayout.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { noteLimited } from './noteLimited.ts';
import { sendBatch } from './sendBatch.ts';
import { giveBack, settleApplied } from './settleBatch.ts';
import { takeBatch } from './takeBatch.ts';
import { longestRrset } from './writtenSource.ts';

/** BIND's default for `max-records-per-type` since 9.18.28, so the first guess. */
const usualLimit = 100;

/**
 * A unit was refused with SERVFAIL while it stood alone: perhaps because an RRset of it is longer than the server takes (corner 25). Finds the
 * longest that it does take by writing subsets; each is good content for the zone. False when even one record is refused, so that the reason is
 * another one.
 */
export const learnRecordLimit = async (context: ZoneContext, unit: UnitKey): Promise<boolean> => {
  const { state } = context;
  const before = state.recordLimit;
  const held = longestHeld(context, unit);
  let low = 0;
  let high = Math.min(longestRrset(context, unit), before ?? Number.POSITIVE_INFINITY);
  while (high - low > 1) {
    const candidate = nextCandidate(low, high, held);
    state.recordLimit = candidate;
    const outcome = await tryOnce(context, unit);
    if (outcome.kind === 'applied') low = candidate;
    else if (outcome.kind === 'serverFailure') high = candidate;
    else {
      // Nothing was learned; the unit is in the queue, and the next refusal starts anew.
      state.recordLimit = before;
      state.readDue = 'incremental';
      return true;
    }
  }
  state.recordLimit = low > 0 ? low : before;
  if (low === 0) return false;
  for (const limited of state.limited) state.dirty.set(limited, state.dirty.get(limited) ?? context.nowMs());
  noteLimited(context, unit);
  return true;
};

/** What the zone holds already is the best guess: it was taken once. After a hit the next one up is tried, since limits are exact. */
const nextCandidate = (low: number, high: number, held: number): number => {
  for (const guess of [held, usualLimit]) if (low < guess && guess < high) return guess;
  if (low === held || low === usualLimit) return low + 1;
  return Math.floor((low + high) / 2);
};

const longestHeld = ({ state, desired }: ZoneContext, unit: UnitKey): number => {
  const written = state.written.get(unit);
  if (written === undefined) return 0;
  if (written.kind === 'limited') return written.limit;
  return desired.rrsetsOf(written).reduce((most, { rdatas }) => Math.max(most, rdatas.length), 0);
};

const tryOnce = async (context: ZoneContext, unit: UnitKey): Promise<UpdateOutcome> => {
  const startedMs = context.nowMs();
  const batch = await takeBatch(context, [unit]);
  if (batch === undefined) return { kind: 'applied' };
  const outcome = await sendBatch(context, batch);
  if (outcome.kind === 'applied') settleApplied(context, batch, context.nowMs() - startedMs);
  else giveBack(context, batch);
  return outcome;
};

const longestProbeMs = 15 * 60_000;

/** Asks now and then for one record more than the limit; once that is taken, everything is published again. */
export const probeRecordLimit = async (context: ZoneContext): Promise<void> => {
  const { state } = context;
  if (state.limitProbeAtMs === undefined || state.limitProbeAtMs > context.nowMs()) return;
  const limit = state.recordLimit;
  const unit = unitToProbe(context);
  if (limit === undefined || state.limited.size === 0) {
    state.limitProbeAtMs = undefined;
    state.recordLimit = undefined;
    return;
  }
  state.limitProbeAtMs = context.nowMs() + state.limitProbeWaitMs;
  if (unit === undefined) return;
  state.recordLimit = limit + 1;
  state.dirty.set(unit, state.dirty.get(unit) ?? context.nowMs());
  const outcome = await tryOnce(context, unit);
  if (outcome.kind === 'applied') {
    endLimit(context);
    return;
  }
  state.recordLimit = limit;
  if (outcome.kind === 'unknown') state.readDue = 'incremental';
  state.limitProbeWaitMs = Math.min(longestProbeMs, 2 * state.limitProbeWaitMs);
  state.limitProbeAtMs = context.nowMs() + state.limitProbeWaitMs;
};

/** A unit that would grow if there were no limit, and that nothing else holds back. What has become short enough leaves the list. */
const unitToProbe = (context: ZoneContext): UnitKey | undefined => {
  const { state } = context;
  let found: UnitKey | undefined;
  for (const unit of state.limited) {
    if (longestRrset(context, unit) <= (state.recordLimit ?? 0)) state.limited.delete(unit);
    else if (!state.quarantine.has(unit) && !state.guarded.has(unit) && !state.conflicts.has(unit))
      found ??= unit;
  }
  return found;
};

const endLimit = (context: ZoneContext): void => {
  const { state } = context;
  state.recordLimit = undefined;
  state.limitProbeAtMs = undefined;
  for (const unit of state.limited) state.dirty.set(unit, state.dirty.get(unit) ?? context.nowMs());
  state.limited.clear();
  context.report({ kind: 'recordLimitEnded' });
};
