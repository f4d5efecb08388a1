import { type Rrset, rrsetKey } from '../../dns/rrset.ts';
import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import { usualRecordLimit } from '../../server/usualRecordLimit.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { type Allowance, refusedOf } from './serverLimits.ts';
import { tryUnit } from './tryUnit.ts';
import { fullRrsets } from './writtenSource.ts';

/** What came of trying to find a limit: `no`: it is another reason; `unclear`: nothing can be said now. */
export type Learned = 'yes' | 'no' | 'unclear';

/**
 * A unit was refused with SERVFAIL while it stood alone, and the zone takes other writes: perhaps an RRset of
 * it is longer than the server takes (`max-records-per-type`, corner 25). First a length is found that all of
 * its RRsets may have, then the limit of each RRset that is longer. A limit counts only when it is proved:
 * one record more is refused, and right after that a message that really changes something is taken.
 *
 * @param refused RRsets of the unit that the server refuses for another reason, which stay out: 0 for each
 */
export const learnRecordLimit = async (
  context: ZoneContext,
  unit: UnitKey,
  refused: Allowance = refusedOf(context.serverLimits.of(unit)),
): Promise<Learned> => {
  const before = context.serverLimits.of(unit);
  const rrsets = fullRrsets(context, unit).filter((rrset) => !refused.has(rrsetKey(rrset)));
  const cutTo = (length: number): Allowance => new Map([...refused, ...capped(rrsets, length)]);
  const common = await commonLength(context, unit, { rrsets, cutTo });
  if (typeof common !== 'number') {
    context.serverLimits.set(unit, before);
    return common;
  }
  let allowance = cutTo(common);
  for (const rrset of rrsets) {
    if (rrset.rdatas.length <= common) continue;
    const limit = await limitOf(context, { unit, rrset, allowance, taken: common });
    if (limit === undefined) {
      context.serverLimits.set(unit, before);
      // What was tried last was taken perhaps, and is not all.
      context.queue.add(unit, { seenMs: context.nowMs(), reason: 'changed' });
      return abandon(context);
    }
    allowance = withLimit(allowance, rrset, limit);
    if (limit < rrset.rdatas.length) context.serverLimits.noteRecords(limit);
  }
  // The last attempt has written just this.
  return 'yes';
};

const capped = (rrsets: readonly Rrset[], length: number): Allowance =>
  new Map(rrsets.flatMap((rrset) => (rrset.rdatas.length > length ? [[rrsetKey(rrset), length]] : [])));

const withLimit = (allowance: Allowance, rrset: Rrset, records: number): Allowance => {
  const next = new Map(allowance);
  if (records >= rrset.rdatas.length) next.delete(rrsetKey(rrset));
  else next.set(rrsetKey(rrset), records);
  return next;
};

/** A length to which all RRsets can be cut so that the server takes the unit. */
const commonLength = async (
  context: ZoneContext,
  unit: UnitKey,
  { rrsets, cutTo }: { readonly rrsets: readonly Rrset[]; readonly cutTo: (length: number) => Allowance },
): Promise<number | Exclude<Learned, 'yes'>> => {
  const longest = rrsets.reduce((most, { rdatas }) => Math.max(most, rdatas.length), 0);
  const known = context.serverLimits.usualRecords() ?? usualRecordLimit;
  const guesses = [known, usualRecordLimit, 50, 20, 10, 5, 2, 1].filter((guess) => guess < longest);
  for (const guess of new Set(guesses)) {
    const outcome = await tryUnit(context, unit, cutTo(guess));
    if (outcome.kind === 'applied') return guess;
    if (outcome.kind !== 'server-failure') return abandon(context);
  }
  return 'no';
};

/** Nothing can be said now; the unit is in the queue, and its next refusal starts anew. */
const abandon = ({ schedule }: ZoneContext): 'unclear' => {
  schedule.doubt('incremental');
  return 'unclear';
};

type Growing = {
  readonly unit: UnitKey;
  readonly rrset: Rrset;
  readonly allowance: Allowance;
  /** A length that was taken. */
  readonly taken: number;
};

/**
 * The longest that the server takes of one RRset while the others are as the allowance says; undefined when
 * it cannot be proved.
 */
const limitOf = async (context: ZoneContext, growing: Growing): Promise<number | undefined> => {
  const { unit, rrset, allowance } = growing;
  const attempt = (records: number): Promise<UpdateOutcome> =>
    tryUnit(context, unit, withLimit(allowance, rrset, records));
  let low = growing.taken;
  let high = rrset.rdatas.length + 1;
  while (high - low > 1) {
    const candidate = nextCandidate(low, high, growing);
    const outcome = await attempt(candidate);
    if (outcome.kind === 'applied') low = candidate;
    else if (outcome.kind === 'server-failure') high = candidate;
    else return undefined;
  }
  if (low === rrset.rdatas.length) return low;
  // What was refused before may have been so for another reason, a full disk perhaps: it is refused still,
  // and real writes are taken.
  const proof = [low - 1, low + 1, low].filter((records) => records > 0);
  for (const records of proof) {
    const { kind } = await attempt(records);
    if (kind !== (records > low ? 'server-failure' : 'applied')) return undefined;
  }
  return low;
};

/** Limits are exact, so the next one up is tried first, and then all. */
const nextCandidate = (low: number, high: number, { taken, rrset }: Growing): number => {
  if (low === taken) return low + 1;
  return high > rrset.rdatas.length ? rrset.rdatas.length : Math.floor((low + high) / 2);
};
