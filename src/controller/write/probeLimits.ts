import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { learnRecordLimit } from './learnRecordLimit.ts';
import { noteLimited } from './noteLimited.ts';
import { type Allowance, refusedOf } from './serverLimits.ts';
import { tryUnit } from './tryUnit.ts';

/**
 * Tries now and then whether the server takes more of one unit; once it does, every unit that was cut for the
 * same reason is written whole again.
 */
export const probeLimits = async (context: ZoneContext): Promise<void> => {
  const { serverLimits, schedule, nowMs } = context;
  if ((serverLimits.probeAtMs() ?? Number.POSITIVE_INFINITY) > nowMs()) return;
  serverLimits.probeAgain();
  const found = unitToProbe(context);
  if (found === undefined) return;
  const [unit, allowance] = found;
  const outcome = await tryUnit(context, unit, oneMore(allowance));
  if (outcome.kind === 'applied') {
    serverLimits.set(unit, allowance);
    liftLike(context, allowance);
    return;
  }
  if (outcome.kind === 'server-failure' && (await isOnlyTooLong(context, unit, allowance))) {
    liftLike(context, allowance);
    return;
  }
  serverLimits.setLast(unit, lastFirst(allowance));
  if (outcome.kind === 'unknown') schedule.doubt('incremental');
  serverLimits.probeLater();
};

/** What was refused whole is not refused any more, and is too long by now: a part of it is taken. */
const isOnlyTooLong = async (context: ZoneContext, unit: UnitKey, allowance: Allowance): Promise<boolean> => {
  const [first] = allowance;
  if (first?.[1] !== 0) return false;
  const refused = new Map([...refusedOf(allowance)].filter(([key]) => key !== first[0]));
  if ((await learnRecordLimit(context, unit, refused)) !== 'yes') return false;
  noteLimited(context, unit);
  return true;
};

/** A unit that nothing else holds back; the one that was not tried for the longest time. */
const unitToProbe = (context: ZoneContext): readonly [UnitKey, Allowance] | undefined => {
  const { serverLimits, quarantine, brake } = context;
  return [...serverLimits.units()].find(([unit]) => !quarantine.units().has(unit) && !brake.isHeld(unit));
};

const oneMore = (allowance: Allowance): Allowance => {
  const [first] = allowance;
  if (first === undefined) return allowance;
  const [key, records] = first;
  const next = new Map(allowance);
  next.set(key, records === 0 ? Number.POSITIVE_INFINITY : records + 1);
  return next;
};

/** The RRset that was tried is the last to be tried again. */
const lastFirst = ([first, ...others]: Iterable<readonly [string, number]>): Allowance =>
  new Map(first === undefined ? others : [...others, first]);

const liftLike = (context: ZoneContext, allowance: Allowance): void => {
  const { serverLimits, queue, nowMs, report } = context;
  const [limit] = allowance.values();
  for (const [unit, other] of serverLimits.units()) {
    if (other !== allowance && ![...other.values()].includes(limit ?? 0)) continue;
    serverLimits.set(unit, undefined);
    queue.add(unit, { seenMs: nowMs(), reason: 'changed' });
  }
  report({ kind: 'record-limit-ended' });
};
