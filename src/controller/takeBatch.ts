import type { UnitKey } from '../zone/layout.ts';
import type { UpdateContent } from '../zone/zoneClient.ts';
import { createPacer } from './pacer.ts';
import { type PlannedChange, planUnit } from './planUnit.ts';
import type { ZoneContext } from './zoneContext.ts';

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

/** A DNS message over TCP (RFC 1035 §4.2.2) less its header, zone section, claim and TSIG. */
const maxContentOctets = 65_535 - 1_024;

/**
 * Takes dirty units, in the order in which they became dirty, until the message is full. Units that need nothing leave the queue on
 * the way; units in quarantine, under guard or under way wait.
 *
 * @param units which units to consider; all dirty ones unless given
 */
export const takeBatch = async (
  context: ZoneContext,
  underWay: ReadonlySet<UnitKey>,
  units: Iterable<UnitKey> = context.state.dirty.keys(),
): Promise<Batch | undefined> => {
  const pacer = createPacer(context.nowMs);
  const changes: BatchedChange[] = [];
  let octets = 0;
  let full = false;
  for (const unit of units) {
    if (underWay.has(unit)) continue;
    const change = isHeldBack(context, unit) ? undefined : consider(context, unit);
    if (change !== undefined) {
      const size = change.steps.reduce((sum, step) => sum + step.octets, 0);
      if (changes.length > 0 && octets + size > maxContentOctets) {
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

/** In quarantine or under guard: the unit leaves the queue and comes back when it is released. */
const isHeldBack = ({ state, nowMs }: ZoneContext, unit: UnitKey): boolean => {
  const quarantine = state.quarantine.get(unit);
  return state.guarded.has(unit) || (quarantine !== undefined && quarantine.untilMs > nowMs());
};

/** The change a unit needs, if any; conflicts are noted on the way. */
const consider = (context: ZoneContext, unit: UnitKey): BatchedChange | undefined => {
  const { state, report } = context;
  const plan = planUnit(context, unit, maxContentOctets);
  if (plan.kind === 'conflict') {
    const { reason, service } = plan;
    const known = state.conflicts.get(unit);
    if (known?.reason === reason && known.service === service) return undefined;
    state.conflicts.set(unit, { reason, service, sinceMs: context.timeMs() });
    report({ kind: 'conflict', name: unit, service, reason });
    return undefined;
  }
  if (state.conflicts.delete(unit)) report({ kind: 'conflictEnded', name: unit });
  if (plan.kind === 'none') {
    if (state.quarantine.delete(unit)) report({ kind: 'released', unit });
    return undefined;
  }
  const seenMs = state.dirty.get(unit) ?? context.nowMs();
  return { ...plan, seenMs, suspect: state.suspects.has(unit) };
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
