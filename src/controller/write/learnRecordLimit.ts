import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import { usualRecordLimit } from '../../server/usualRecordLimit.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { noteLimited } from './noteLimited.ts';
import { sendBatch } from './sendBatch.ts';
import { giveBack, settleApplied } from './settleBatch.ts';
import { takeBatch } from './takeBatch.ts';
import { longestRrset } from './writtenSource.ts';

/**
 * A unit was refused with SERVFAIL while it stood alone: perhaps because an RRset of it is longer than the
 * server takes (corner 25). Finds the longest that it does take by writing subsets; each is good content for
 * the zone. False when even one record is refused, so that the reason is another one.
 */
export const learnRecordLimit = async (context: ZoneContext, unit: UnitKey): Promise<boolean> => {
  const { recordLimit, schedule } = context;
  const before = recordLimit.limit();
  const held = longestHeld(context, unit);
  let low = 0;
  let high = Math.min(longestRrset(context, unit), before ?? Number.POSITIVE_INFINITY);
  while (high - low > 1) {
    const candidate = nextCandidate(low, high, held);
    recordLimit.setLimit(candidate);
    const outcome = await tryOnce(context, unit);
    if (outcome.kind === 'applied') low = candidate;
    else if (outcome.kind === 'server-failure') high = candidate;
    else {
      // Nothing was learned; the unit is in the queue, and the next refusal starts anew.
      recordLimit.setLimit(before);
      schedule.doubt('incremental');
      return true;
    }
  }
  recordLimit.setLimit(low > 0 ? low : before);
  if (low === 0) return false;
  lookAgain(context, recordLimit.units());
  noteLimited(context, unit);
  return true;
};

/**
 * What the zone holds already is the best guess: it was taken once. After a hit the next one up is tried,
 * since limits are exact.
 */
const nextCandidate = (low: number, high: number, held: number): number => {
  for (const guess of [held, usualRecordLimit]) if (low < guess && guess < high) return guess;
  if (low === held || low === usualRecordLimit) return low + 1;
  return Math.floor((low + high) / 2);
};

const longestHeld = ({ ledger, desired }: ZoneContext, unit: UnitKey): number => {
  const written = ledger.source(unit);
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

/**
 * Asks now and then for one record more than the limit; once that is taken, everything is published again.
 */
export const probeRecordLimit = async (context: ZoneContext): Promise<void> => {
  const { recordLimit, schedule, nowMs } = context;
  const limit = recordLimit.limit();
  if ((recordLimit.probeAtMs() ?? Number.POSITIVE_INFINITY) > nowMs()) return;
  const unit = unitToProbe(context);
  if (limit === undefined || recordLimit.units().size === 0) {
    recordLimit.end();
    return;
  }
  recordLimit.probeAgain();
  if (unit === undefined) return;
  recordLimit.setLimit(limit + 1);
  lookAgain(context, [unit]);
  const outcome = await tryOnce(context, unit);
  if (outcome.kind === 'applied') {
    lookAgain(context, recordLimit.end());
    context.report({ kind: 'record-limit-ended' });
    return;
  }
  recordLimit.setLimit(limit);
  if (outcome.kind === 'unknown') schedule.doubt('incremental');
  recordLimit.probeLater();
};

const lookAgain = ({ queue, nowMs }: ZoneContext, units: Iterable<UnitKey>): void => {
  for (const unit of units) queue.add(unit, { seenMs: nowMs(), reason: 'changed' });
};

/**
 * A unit that would grow if there were no limit, and that nothing else holds back. What has become short
 * enough leaves the list.
 */
const unitToProbe = (context: ZoneContext): UnitKey | undefined => {
  const { recordLimit, quarantine, brake, conflicts } = context;
  let found: UnitKey | undefined;
  for (const unit of recordLimit.units()) {
    if (longestRrset(context, unit) <= (recordLimit.limit() ?? 0)) recordLimit.uncut(unit);
    else if (!quarantine.units().has(unit) && !brake.isHeld(unit) && !conflicts.names().has(unit))
      found ??= unit;
  }
  return found;
};
