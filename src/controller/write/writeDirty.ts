import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import type { UnitKey } from '../../zone/zoneLayout.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { guardDeletions } from './guardDeletions.ts';
import { learnRecordLimit, probeRecordLimit } from './learnRecordLimit.ts';
import { noteLimited } from './noteLimited.ts';
import { quarantine, releaseDue } from './quarantine.ts';
import { sendBatch } from './sendBatch.ts';
import { giveBack, settleBatch } from './settleBatch.ts';
import { type Batch, takeBatch } from './takeBatch.ts';

/**
 * Sends what is dirty: one part of a message that was refused as a whole, one unit that is tried again after its quarantine, and then everything
 * else, message after message, as long as the server takes it.
 */
export const writeDirty = async (context: ZoneContext): Promise<void> => {
  const { state } = context;
  releaseDue(context);
  await guardDeletions(context);
  await probeRecordLimit(context);
  const group = state.groups.shift()?.filter((unit) => state.dirty.has(unit));
  if (group !== undefined && !(await sendApart(context, group))) return;
  const retried = firstRetried(context);
  if (retried !== undefined && !(await sendApart(context, [retried]))) return;
  await sendRest(context);
};

const firstRetried = ({ state }: ZoneContext): UnitKey | undefined => {
  for (const [unit, { trying }] of state.quarantine) if (trying && state.dirty.has(unit)) return unit;
  return undefined;
};

const sendApart = async (context: ZoneContext, units: readonly UnitKey[]): Promise<boolean> => {
  const batch = await takeBatch(context, units);
  if (batch === undefined) return true;
  const startedMs = context.nowMs();
  return settle(context, batch, await sendBatch(context, batch), startedMs);
};

/**
 * While one message is under way the next is prepared, but only when there is more than one message to send: otherwise changes that arrive
 * meanwhile would miss it.
 */
const sendRest = async (context: ZoneContext): Promise<void> => {
  const { state } = context;
  const groups = new Set(state.groups.flat());
  const goesApart = (unit: UnitKey): boolean =>
    groups.has(unit) || state.quarantine.get(unit)?.trying === true;
  let batch = await takeBatch(context, state.dirty.keys(), goesApart);
  while (batch !== undefined) {
    const underWay = new Set(batch.changes.map(({ unit }) => unit));
    const startedMs = context.nowMs();
    const sending = sendBatch(context, batch);
    const next: Batch | undefined = batch.full
      ? await takeBatch(context, state.dirty.keys(), (unit) => underWay.has(unit) || goesApart(unit))
      : undefined;
    const taken = await settle(context, batch, await sending, startedMs);
    if (!taken || context.stopping()) {
      if (next !== undefined) giveBack(context, next);
      return;
    }
    batch = next;
  }
};

/** Whether the server took the batch. */
const settle = async (
  context: ZoneContext,
  batch: Batch,
  outcome: UpdateOutcome,
  startedMs: number,
): Promise<boolean> => {
  const alone = await settleBatch(context, batch, outcome, context.nowMs() - startedMs);
  if (outcome.kind === 'applied') {
    for (const { unit } of batch.changes) noteLimited(context, unit);
    return true;
  }
  if (alone === undefined) return false;
  const learned = outcome.kind === 'serverFailure' && (await learnRecordLimit(context, alone));
  if (!learned) quarantine(context, alone, outcome);
  return false;
};
