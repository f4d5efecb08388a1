import { assertNever } from '../../assertNever.ts';
import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import type { UnitKey } from '../../zone/zoneLayout.ts';
import { waitBeforeRetry } from '../waitBeforeRetry.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { remember } from './planUnit.ts';
import { release } from './quarantine.ts';
import { type Batch, type BatchedChange, fenceOf } from './takeBatch.ts';

/**
 * Takes in what became of a batch.
 *
 * | outcome                        | what follows                                                              |
 * | ------------------------------ | ------------------------------------------------------------------------- |
 * | applied                        | the units are written, and read back later                                |
 * | prerequisiteFailed             | our picture is stale: read changes, plan again; the second time read all, then split |
 * | refused, serverFailure, rejected | an empty UPDATE tells a zone that takes none (wait) from a bad record (split) |
 * | unknown                        | read changes, plan again                                                  |
 * | anything else                  | wait, plan again                                                          |
 *
 * Returns the unit that was refused although it stood alone, if so it was.
 */
export const settleBatch = async (
  context: ZoneContext,
  batch: Batch,
  outcome: UpdateOutcome,
  durationMs: number,
): Promise<UnitKey | undefined> => {
  switch (outcome.kind) {
    case 'applied':
      context.retry.reset();
      settleApplied(context, batch, durationMs);
      return undefined;
    case 'prerequisiteFailed':
      return settlePrerequisiteFailed(context, batch, outcome);
    case 'refused':
    case 'serverFailure':
    case 'rejected':
      return settleRefused(context, batch, outcome);
    case 'unknown':
      giveBack(context, batch);
      context.state.readDue = 'incremental';
      waitBeforeRetry(context, outcome, batch.changes.length);
      return undefined;
    case 'notAuthoritative':
    case 'tsigError':
    case 'unreachable':
      giveBack(context, batch);
      waitBeforeRetry(context, outcome, batch.changes.length);
      return undefined;
    default:
      return assertNever(outcome);
  }
};

/** Puts units back into the queue, with the time at which their change was first seen. */
export const giveBack = ({ state }: ZoneContext, batch: Batch): void => {
  for (const { unit, seenMs, suspect } of batch.changes) {
    state.dirty.set(unit, Math.min(seenMs, state.dirty.get(unit) ?? seenMs));
    if (suspect) state.suspects.add(unit);
  }
};

/** The server took the batch. */
export const settleApplied = (context: ZoneContext, batch: Batch, durationMs: number): void => {
  const { state, report } = context;
  const nowMs = context.nowMs();
  state.stalePlans = 0;
  if (state.fullReadAfterRefusal) state.readDue = 'full';
  state.fullReadAfterRefusal = false;
  for (const change of batch.changes) {
    noteWritten(context, change);
    state.ownedRecords += change.addedRecords - change.removedRecords;
    if (change.suspect) {
      report({ kind: 'drift', unit: change.unit, healing: change.steps.flatMap((step) => step.operations) });
    }
  }
  state.readBackAtMs = Math.min(
    nowMs + context.options.readBackMs,
    state.readBackLatestMs ?? Number.POSITIVE_INFINITY,
  );
  state.readBackLatestMs ??= nowMs + 10 * context.options.readBackMs;
  report({
    kind: 'written',
    units: batch.changes.map(({ unit }) => unit),
    added: batch.changes.reduce((sum, { addedRecords }) => sum + addedRecords, 0),
    removed: batch.changes.reduce((sum, { removedRecords }) => sum + removedRecords, 0),
    octets: batch.octets,
    durationMs,
    latenciesMs: batch.changes.map(({ seenMs }) => nowMs - seenMs),
    remaining: state.dirty.size,
  });
};

const noteWritten = (context: ZoneContext, { unit, after }: BatchedChange): void => {
  const { state } = context;
  if (after.kind === 'territory') remember(state.written, unit, after.source);
  else state.writtenNames.set(unit, after.held);
  state.unconfirmed.add(unit);
  if (!state.leftOut.has(unit)) release(context, unit);
};

const settlePrerequisiteFailed = (
  context: ZoneContext,
  batch: Batch,
  outcome: UpdateOutcome,
): UnitKey | undefined => {
  const { state } = context;
  giveBack(context, batch);
  state.stalePlans += 1;
  state.readDue = state.stalePlans === 2 ? 'full' : 'incremental';
  if (state.stalePlans === 1) return undefined;
  waitBeforeRetry(context, outcome, batch.changes.length);
  return state.stalePlans === 2 ? undefined : split(context, batch);
};

const settleRefused = async (
  context: ZoneContext,
  batch: Batch,
  outcome: UpdateOutcome,
): Promise<UnitKey | undefined> => {
  const probe = await context.client.update({ prerequisites: fenceOf(context), operations: [] });
  giveBack(context, batch);
  if (probe.kind === 'applied') return split(context, batch);
  if (probe.kind === 'prerequisiteFailed' || probe.kind === 'unknown') context.state.readDue = 'incremental';
  else context.state.fullReadAfterRefusal = true;
  waitBeforeRetry(context, probe.kind === 'prerequisiteFailed' ? outcome : probe, batch.changes.length);
  return undefined;
};

/** Halves a refused group until the offending unit stands alone, and returns that one. */
const split = ({ state }: ZoneContext, { changes }: Batch): UnitKey | undefined => {
  const units = changes.map(({ unit }) => unit);
  if (units.length === 1) return units[0];
  const middle = Math.ceil(units.length / 2);
  state.groups.unshift(units.slice(0, middle), units.slice(middle));
  return undefined;
};
