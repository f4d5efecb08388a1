import { assertNever } from '../../assertNever.ts';
import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import type { UnitKey } from '../../zone/unit.ts';
import { waitBeforeRetry } from '../waitBeforeRetry.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { notableChanges } from './notableChanges.ts';
import { probeWrite } from './probeWrite.ts';
import { programmedChange } from './programmedChange.ts';
import { release } from './release.ts';
import { type Batch, type BatchedChange, fenceOf } from './takeBatch.ts';
import { note } from './writtenSource.ts';

/**
 * Takes in what became of a batch.
 *
 * | outcome                           | what follows                                               |
 * | --------------------------------- | ---------------------------------------------------------- |
 * | applied                           | the units are written, and read back later                 |
 * | prerequisite-failed               | stale: read changes, plan again; then read all; then split |
 * | refused, server-failure, rejected | an empty or a small UPDATE tells the zone from a record    |
 * | unknown                           | read changes, plan again                                   |
 * | anything else                     | wait, plan again                                           |
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
      context.schedule.noteAnswered('write');
      settleApplied(context, batch, durationMs);
      return undefined;
    case 'prerequisite-failed':
      return settlePrerequisiteFailed(context, batch, outcome);
    case 'refused':
    case 'server-failure':
    case 'rejected':
      return settleRefused(context, batch, outcome);
    case 'unknown':
      giveBack(context, batch);
      context.schedule.doubt('incremental');
      waitBeforeRetry(context, outcome, batch.changes.length);
      return undefined;
    case 'not-authoritative':
    case 'tsig-error':
    case 'unreachable':
      giveBack(context, batch);
      waitBeforeRetry(context, outcome, batch.changes.length);
      return undefined;
    default:
      return assertNever(outcome);
  }
};

/** Puts units back into the queue, with the time at which their change was first seen. */
export const giveBack = ({ queue }: ZoneContext, batch: Batch): void => {
  for (const { unit, waiting } of batch.changes) queue.add(unit, waiting);
  land(queue, batch);
};

/** What became of the batch is known: its units are written, or wait again, or stand apart. */
const land = (queue: ZoneContext['queue'], { changes }: Batch): void => {
  for (const { unit } of changes) queue.landed(unit);
};

/** The server took the batch. */
export const settleApplied = (context: ZoneContext, batch: Batch, durationMs: number): void => {
  const { schedule, queue, report } = context;
  const nowMs = context.nowMs();
  schedule.noteFreshPlan();
  schedule.noteTaken();
  land(queue, batch);
  for (const change of batch.changes) {
    noteWritten(context, change);
    if (change.waiting.reason === 'drift') {
      report({
        kind: 'drift',
        unit: change.unit,
        healing: change.steps.flatMap((step) => step.operations),
      });
    }
  }
  schedule.noteWritten();
  report({
    kind: 'written',
    units: batch.changes.map(({ unit }) => unit),
    added: sum(batch.changes.map(({ gainedRecords }) => gainedRecords)),
    removed: sum(batch.changes.map(({ lostRecords }) => lostRecords)),
    octets: batch.octets,
    durationMs,
    latenciesMs: batch.changes.map(({ waiting }) => nowMs - waiting.seenMs),
    programmed: batch.changes.flatMap((change) => programmedChange(change, context.timeMs()) ?? []),
    remaining: queue.size(),
    changed: sum(batch.changes.map(({ changed }) => changed)),
    notable: notableChanges(batch.changes.flatMap(({ notable }) => notable)),
  });
};

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const noteWritten = (context: ZoneContext, { unit, after }: BatchedChange): void => {
  const { ledger, quarantine } = context;
  if (after.kind === 'territory') note(context, unit, after.source);
  else ledger.acknowledge(after.name, after.held, after.ownRecords);
  ledger.doubt(unit);
  if (!quarantine.hasOmissions(unit)) release(context, unit);
};

const settlePrerequisiteFailed = (
  context: ZoneContext,
  batch: Batch,
  outcome: UpdateOutcome,
): UnitKey | undefined => {
  const { schedule } = context;
  giveBack(context, batch);
  const stalePlans = schedule.noteStalePlan();
  schedule.doubt(stalePlans === 2 ? 'full' : 'incremental');
  if (stalePlans === 1) return undefined;
  waitBeforeRetry(context, outcome, batch.changes.length);
  return stalePlans === 2 ? undefined : split(context, batch);
};

const settleRefused = async (
  context: ZoneContext,
  batch: Batch,
  { kind }: UpdateOutcome,
): Promise<UnitKey | undefined> => {
  const probe =
    kind === 'server-failure'
      ? await probeWrite(context)
      : await context.client.update({ prerequisites: fenceOf(context), operations: [] });
  giveBack(context, batch);
  if (probe.kind === 'applied') return split(context, batch);
  if (probe.kind === 'prerequisite-failed' || probe.kind === 'unknown') context.schedule.doubt('incremental');
  else context.schedule.noteRefused();
  waitBeforeRetry(context, probe, batch.changes.length);
  return undefined;
};

/** Halves a refused group until the offending unit stands alone, and returns that one. */
const split = ({ queue }: ZoneContext, { changes }: Batch): UnitKey | undefined => {
  const units = changes.map(({ unit }) => unit);
  if (units.length === 1) return units[0];
  const middle = Math.ceil(units.length / 2);
  queue.setApart(units.slice(0, middle), units.slice(middle));
  return undefined;
};
