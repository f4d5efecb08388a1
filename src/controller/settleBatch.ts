import { assertNever } from '../assertNever.ts';
import type { UpdateOutcome } from '../updater/outcome.ts';
import type { UnitKey } from '../zone/layout.ts';
import { remember } from './planUnit.ts';
import { type Batch, type BatchedChange, fenceOf } from './takeBatch.ts';
import { waitBeforeRetry } from './waitBeforeRetry.ts';
import type { ZoneContext } from './zoneContext.ts';

/**
 * Takes in what became of a batch.
 *
 * | outcome                        | what follows                                                              |
 * | ------------------------------ | ------------------------------------------------------------------------- |
 * | applied                        | the units are written, and read back later                                |
 * | prerequisiteFailed             | our picture is stale: read changes, plan again; the second time, split     |
 * | refused, serverFailure, rejected | an empty UPDATE tells a zone that takes none (wait) from a bad record (split) |
 * | unknown                        | read changes, plan again                                                  |
 * | anything else                  | wait, plan again                                                          |
 */
export const settleBatch = async (
  context: ZoneContext,
  batch: Batch,
  outcome: UpdateOutcome,
  durationMs: number,
): Promise<void> => {
  switch (outcome.kind) {
    case 'applied':
      context.retry.reset();
      return settleApplied(context, batch, durationMs);
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
      return;
    case 'notAuthoritative':
    case 'tsigError':
    case 'unreachable':
      giveBack(context, batch);
      waitBeforeRetry(context, outcome, batch.changes.length);
      return;
    default:
      assertNever(outcome);
  }
};

/** Puts units back into the queue, with the time at which their change was first seen. */
export const giveBack = ({ state }: ZoneContext, batch: Batch): void => {
  for (const { unit, seenMs, suspect } of batch.changes) {
    state.dirty.set(unit, Math.min(seenMs, state.dirty.get(unit) ?? seenMs));
    if (suspect) state.suspects.add(unit);
  }
};

const settleApplied = (context: ZoneContext, batch: Batch, durationMs: number): void => {
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

const noteWritten = ({ state, report }: ZoneContext, { unit, after }: BatchedChange): void => {
  if (after.kind === 'territory') remember(state.written, unit, after.source);
  else state.writtenNames.set(unit, after.held);
  state.unconfirmed.add(unit);
  if (state.quarantine.delete(unit)) report({ kind: 'released', unit });
};

const settlePrerequisiteFailed = (context: ZoneContext, batch: Batch, outcome: UpdateOutcome): void => {
  const { state } = context;
  giveBack(context, batch);
  state.readDue = 'incremental';
  state.stalePlans += 1;
  if (state.stalePlans > 1) split(context, batch, outcome);
};

const settleRefused = async (context: ZoneContext, batch: Batch, outcome: UpdateOutcome): Promise<void> => {
  const probe = await context.client.update({ prerequisites: fenceOf(context), operations: [] });
  giveBack(context, batch);
  if (probe.kind === 'applied') {
    split(context, batch, outcome);
    return;
  }
  if (probe.kind === 'prerequisiteFailed' || probe.kind === 'unknown') context.state.readDue = 'incremental';
  else context.state.fullReadAfterRefusal = true;
  waitBeforeRetry(context, probe.kind === 'prerequisiteFailed' ? outcome : probe, batch.changes.length);
};

/** Halves a refused group until the offending unit stands alone; that one waits in quarantine, everything else goes through. */
const split = (context: ZoneContext, batch: Batch, outcome: UpdateOutcome): void => {
  const units = batch.changes.map(({ unit }) => unit);
  const [only] = units;
  if (units.length === 1 && only !== undefined) {
    quarantine(context, only, outcome);
    return;
  }
  const middle = Math.ceil(units.length / 2);
  context.state.groups.unshift(units.slice(0, middle), units.slice(middle));
};

const firstQuarantineMs = 5_000;
const longestQuarantineMs = 10 * 60_000;

const quarantine = (context: ZoneContext, unit: UnitKey, outcome: UpdateOutcome): void => {
  const before = context.state.quarantine.get(unit);
  const attempts = (before?.attempts ?? 0) + 1;
  const retryMs = Math.min(longestQuarantineMs, firstQuarantineMs * 2 ** (attempts - 1));
  context.state.dirty.delete(unit);
  const sinceMs = before?.sinceMs ?? context.timeMs();
  context.state.quarantine.set(unit, { untilMs: context.nowMs() + retryMs, attempts, outcome, sinceMs });
  context.report({ kind: 'quarantined', unit, outcome, retryMs, attempts });
};
