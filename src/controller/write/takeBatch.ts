import { emptyUpdateOctets, prerequisiteOctets } from '../../dns/updateMessage.ts';
import { createPacer } from '../../pacer.ts';
import type { UpdateContent } from '../../server/zoneClient.ts';
import type { UnitKey } from '../../zone/zoneLayout.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { noteLimited } from './noteLimited.ts';
import { type PlannedChange, planUnit } from './planUnit.ts';
import { release } from './quarantine.ts';

/** Changes that go to the name server together. */
export type Batch = {
  readonly changes: readonly BatchedChange[];
  /** Nearly always one; several when a single unit is longer than a message. Sent in order, one after the other. */
  readonly messages: readonly UpdateContent[];
  readonly octets: number;
  /** The message was cut because it was full: more is waiting. */
  readonly full: boolean;
};

export type BatchedChange = PlannedChange & { readonly seenMs: number; readonly suspect: boolean };

/** Two names of 255 octets, the longest MAC, times and lengths. */
const maxTsigOctets = 640;

/** A DNS message over TCP (RFC 1035 §4.2.2) less its header, zone section, claim and TSIG. */
const roomFor = (context: ZoneContext): number => {
  const { zone } = context.state.layout;
  const fence = fenceOf(context).reduce((sum, claim) => sum + prerequisiteOctets(zone, claim), 0);
  return 65_535 - emptyUpdateOctets(zone) - fence - maxTsigOctets;
};

/**
 * Takes units in the order given until the message is full. They leave the queue: those that need nothing for good, those in quarantine or under
 * guard until they are released.
 *
 * @param skip units that are not to be looked at now; they stay where they are
 */
export const takeBatch = async (
  context: ZoneContext,
  units: Iterable<UnitKey>,
  skip: (unit: UnitKey) => boolean = () => false,
): Promise<Batch | undefined> => {
  const pacer = createPacer(context.nowMs);
  const maxOctets = roomFor(context);
  const changes: BatchedChange[] = [];
  let octets = 0;
  let full = false;
  for (const unit of units) {
    if (skip(unit)) continue;
    const change = context.state.guarded.has(unit) ? undefined : consider(context, unit, maxOctets);
    if (change !== undefined) {
      const size = change.steps.reduce((sum, step) => sum + step.octets, 0);
      if (changes.length > 0 && octets + size > maxOctets) {
        full = true;
        break;
      }
      changes.push(change);
      octets += size;
    }
    context.state.dirty.delete(unit);
    context.state.suspects.delete(unit);
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
  if (changes.length === 0) return undefined;
  return { changes, messages: messagesOf(context, changes), octets, full };
};

/** The change a unit needs, if any; conflicts are noted on the way. */
const consider = (context: ZoneContext, unit: UnitKey, maxOctets: number): BatchedChange | undefined => {
  const { state, report } = context;
  const plan = planUnit(context, unit, maxOctets);
  if (plan.kind === 'conflict') {
    release(context, unit);
    noteConflict(context, unit, plan);
    return undefined;
  }
  const wasConflict = state.conflicts.delete(unit);
  if (wasConflict) {
    report({ kind: 'conflictEnded', name: unit });
    lookAgainBelow(context, unit);
  }
  if (plan.kind === 'none') {
    // A unit of which records were left out is proved by reading back, not by there being nothing more to send.
    if (!state.unconfirmed.has(unit)) release(context, unit);
    noteLimited(context, unit);
    return undefined;
  }
  // It comes back when its time has come; that the zone holds something else now may have ended it before, though.
  if (state.quarantine.get(unit)?.trying === false) return undefined;
  const seenMs = state.dirty.get(unit) ?? context.nowMs();
  return { ...plan, seenMs, suspect: !wasConflict && state.suspects.has(unit) };
};

/** SRV names that waited for this name to be ours. */
const lookAgainBelow = ({ state, desired, nowMs }: ZoneContext, base: UnitKey): void => {
  for (const name of state.conflicts.keys()) {
    if (desired.at(name)?.base === base && !state.dirty.has(name)) state.dirty.set(name, nowMs());
  }
};

const noteConflict = (
  { state, report, timeMs }: ZoneContext,
  name: UnitKey,
  { reason, service }: { readonly reason: string; readonly service: string },
): void => {
  const known = state.conflicts.get(name);
  if (known?.reason === reason && known.service === service) return;
  state.conflicts.set(name, { reason, service, sinceMs: timeMs() });
  report({ kind: 'conflict', name, service, reason });
};

/** One message for all changes, or one per step of a change that is longer than a message. Every message carries the fence. */
const messagesOf = (context: ZoneContext, changes: readonly BatchedChange[]): UpdateContent[] => {
  const fence = fenceOf(context);
  const [first] = changes;
  if (changes.length === 1 && first !== undefined && first.steps.length > 1) {
    return first.steps.map(({ prerequisites, operations }) => ({
      prerequisites: [...fence, ...prerequisites],
      operations,
    }));
  }
  const steps = changes.flatMap((change) => change.steps);
  return [
    {
      prerequisites: [...fence, ...steps.flatMap((step) => step.prerequisites)],
      operations: steps.flatMap((step) => step.operations),
    },
  ];
};

/** The prerequisite of every message: the claim is exactly ours (RFC 2136 §2.4.2). */
export const fenceOf = ({ state }: ZoneContext): UpdateContent['prerequisites'] => {
  if (state.claim === undefined) return [];
  const { rdata, name } = state.claim;
  return [{ kind: 'rrsetEquals', name, type: 'TXT', rdatas: [rdata] }];
};
