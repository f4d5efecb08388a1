import type { DomainName } from '../../dns/rrset.ts';
import type { UpdateContent } from '../../dns/updateMessage.ts';
import { createPacer } from '../../pacer.ts';
import { claimFence } from '../../plan/claimUpdate.ts';
import { joinUpdates, roomFor } from '../../plan/joinUpdates.ts';
import { countGained, countLost } from '../../plan/rrsetChange.ts';
import { nameUnit, type UnitKey, unitOf } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { type NotableChange, notableChanges, shownChanges } from './notableChanges.ts';
import { noteLimited } from './noteLimited.ts';
import { notePresent } from './notePresent.ts';
import { originAtName } from './originAtName.ts';
import { type PlannedChange, type PlannedConflict, planUnit } from './planUnit.ts';
import { release } from './release.ts';
import type { Waiting } from './workQueue.ts';

/** Changes that go to the name server together. */
export type Batch = {
  readonly changes: readonly BatchedChange[];
  /**
   * Nearly always one; several when a single unit is longer than a message. Sent in order, one after the
   * other.
   */
  readonly messages: readonly UpdateContent[];
  readonly octets: number;
  /** The message was cut because it was full: more is waiting. */
  readonly full: boolean;
};

/** Of a planned change what is needed until the server has answered: hundreds of them are under way. */
export type BatchedChange = Pick<PlannedChange, 'unit' | 'steps' | 'after'> & {
  readonly waiting: Waiting;
  readonly gainedRecords: number;
  readonly lostRecords: number;
  /** How many RRsets it creates, replaces or deletes. */
  readonly changed: number;
  /** Those that a log line may show; none of a unit that comes after so many others. */
  readonly notable: readonly NotableChange[];
};

type TakeOptions = {
  /** Units that are not to be looked at now; they stay where they are. */
  readonly skip?: (unit: UnitKey) => boolean;
  /** Called for a unit that needs more than one message, which then stays where it is. */
  readonly tooLarge?: (unit: UnitKey) => void;
  /** What the units are cut to is only tried, and nobody is told of it. */
  readonly isTrial?: boolean;
};

/**
 * Plans units in the order given until the message is full. They leave the queue: those that need nothing for
 * good, those in quarantine or held by the brake until they are released.
 */
export const takeBatch = async (
  context: ZoneContext,
  units: Iterable<UnitKey>,
  { skip = () => false, tooLarge, isTrial = false }: TakeOptions = {},
): Promise<Batch | undefined> => {
  const { queue, brake } = context;
  const pacer = createPacer(context.nowMs);
  const room = roomFor(context.standing.layout().zone, fenceOf(context));
  const maxOctets = Math.min(room, context.pace.maxOctets());
  const changes: BatchedChange[] = [];
  let octets = 0;
  let full = false;
  for (const unit of units) {
    // What has changed of a unit after it was planned is planned when the server has this message: a second
    // plan would be made for what the zone held before the first.
    if (queue.isUnderWay(unit) || skip(unit)) continue;
    const change = brake.isHeld(unit)
      ? undefined
      : consider(context, unit, { room, isShown: changes.length < shownChanges, isTrial });
    if (change !== undefined && change.steps.length > 1 && tooLarge !== undefined) {
      tooLarge(unit);
      continue;
    }
    if (change !== undefined) {
      const size = change.steps.reduce((sum, step) => sum + step.octets, 0);
      if (changes.length > 0 && octets + size > maxOctets) {
        full = true;
        break;
      }
      changes.push(change);
      octets += size;
      queue.take(unit);
    } else queue.remove(unit);
    // It may have to be looked at again.
    notePresent(context, unit);
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
  if (changes.length === 0) return undefined;
  return { changes, messages: messagesOf(context, changes, maxOctets), octets, full };
};

type Considering = { readonly room: number; readonly isShown: boolean; readonly isTrial: boolean };

/** The change a unit needs, if any; conflicts are noted on the way. */
const consider = (
  context: ZoneContext,
  unit: UnitKey,
  { room, isShown, isTrial }: Considering,
): BatchedChange | undefined => {
  const { queue, ledger, quarantine } = context;
  const plan = planUnit(context, unit, room);
  const wasConflict = noteConflict(context, unit, plan.kind === 'conflict' ? plan : conflictIn(plan));
  if (plan.kind === 'conflict') {
    release(context, unit);
    return undefined;
  }
  if (plan.kind === 'none') {
    // That nothing is left to send does not prove that records which were omitted are there: reading back
    // does.
    if (!ledger.unconfirmed().has(unit)) release(context, unit);
    if (!isTrial) noteLimited(context, unit);
    return undefined;
  }
  // It is in quarantine and is not sent yet. It was planned all the same, because the zone may hold by now
  // what it lacked, which ends the quarantine above.
  if (quarantine.isWaiting(unit)) return undefined;
  const waiting: Waiting = queue.get(unit) ?? { seenMs: context.nowMs(), reason: 'changed' };
  return {
    unit,
    steps: plan.steps,
    after: plan.after,
    waiting: wasConflict ? { ...waiting, reason: 'changed' } : waiting,
    gainedRecords: countGained(plan.changes),
    lostRecords: countLost(plan.changes),
    changed: plan.changes.length,
    notable: isShown ? notableOf(context, plan) : [],
  };
};

/** What a name was written for is asked for before it changes: of what goes, the zone alone says it. */
const notableOf = (context: ZoneContext, { unit, changes }: PlannedChange): readonly NotableChange[] => {
  const { desired } = context;
  const found = unitOf(unit);
  const origin =
    found.kind === 'object'
      ? desired.originOf(found.key)
      : (desired.at(found.name)?.origin ?? originAtName(context, found.name));
  return notableChanges(changes.map((change) => ({ change, origin })));
};

const conflictIn = (plan: { readonly kind: string; readonly conflict?: PlannedConflict }) => plan.conflict;

/** Keeps the list of conflicts; returns whether the unit was one and is none any more. */
const noteConflict = (context: ZoneContext, key: UnitKey, conflict: PlannedConflict | undefined): boolean => {
  const unit = unitOf(key);
  if (unit.kind === 'object') return false;
  const { name } = unit;
  const { conflicts, report } = context;
  if (conflict !== undefined) {
    const { reason, origin } = conflict;
    if (conflicts.note(name, { reason, origin })) report({ kind: 'conflict', name, origin, reason });
    return false;
  }
  if (!conflicts.end(name)) return false;
  report({ kind: 'conflict-ended', name });
  lookAgainBelow(context, name);
  return true;
};

/** SRV names that waited for this name to be ours. */
const lookAgainBelow = (
  { conflicts, desired, queue, nowMs }: Pick<ZoneContext, 'conflicts' | 'desired' | 'queue' | 'nowMs'>,
  base: DomainName,
): void => {
  for (const name of conflicts.names().keys()) {
    if (desired.at(name)?.base === base) queue.add(nameUnit(name), { seenMs: nowMs(), reason: 'changed' });
  }
};

/**
 * One message for all changes, or one for each step of a change that is longer than a message. Every message
 * carries the fence.
 */
const messagesOf = (
  context: ZoneContext,
  changes: readonly BatchedChange[],
  maxOctets: number,
): readonly UpdateContent[] =>
  joinUpdates(
    context.standing.layout().zone,
    fenceOf(context),
    changes.flatMap(({ steps }) => steps),
    maxOctets,
  );

/** The prerequisite of every message: the claim is exactly ours. */
export const fenceOf = ({ standing }: Pick<ZoneContext, 'standing'>): UpdateContent['prerequisites'] => {
  const held = standing.claim();
  return held === undefined ? [] : claimFence(standing.layout().zone, [held.rdata]);
};
