import type { UpdateOutcome } from '../updater/outcome.ts';
import type { UnitKey } from '../zone/layout.ts';
import { guardDeletions } from './guardDeletions.ts';
import { giveBack, settleBatch } from './settleBatch.ts';
import { type Batch, takeBatch } from './takeBatch.ts';
import type { ZoneContext } from './zoneContext.ts';

const nothingUnderWay: ReadonlySet<UnitKey> = new Set();

/**
 * Sends what is dirty, message after message, as long as the server takes it. While one message is under way the next is prepared, but only when there is
 * more than one message to send: otherwise changes that arrive meanwhile would miss it.
 */
export const writeDirty = async (context: ZoneContext): Promise<void> => {
  const { state } = context;
  releaseQuarantined(context);
  const group = state.groups.shift();
  if (group === undefined) await guardDeletions(context);
  let batch = await takeBatch(
    context,
    nothingUnderWay,
    group?.filter((unit) => state.dirty.has(unit)),
  );
  while (batch !== undefined) {
    const underWay = new Set(batch.changes.map(({ unit }) => unit));
    const startedMs = context.nowMs();
    const sending = send(context, batch);
    const next: Batch | undefined =
      batch.full && group === undefined ? await takeBatch(context, underWay) : undefined;
    const outcome = await sending;
    await settleBatch(context, batch, outcome, context.nowMs() - startedMs);
    if (outcome.kind !== 'applied') {
      if (next !== undefined) giveBack(context, next);
      return;
    }
    batch = next;
  }
};

const send = async (context: ZoneContext, batch: Batch): Promise<UpdateOutcome> => {
  let outcome: UpdateOutcome = { kind: 'applied' };
  for (const [index, message] of batch.messages.entries()) {
    outcome = await context.client.update(message);
    if (outcome.kind === 'applied') continue;
    // An earlier part of the same unit is in the zone already: what it holds must be read.
    return index === 0 ? outcome : { kind: 'unknown', reason: 'only a part of the change was applied' };
  }
  return outcome;
};

const releaseQuarantined = ({ state, nowMs }: ZoneContext): void => {
  for (const [unit, { untilMs }] of state.quarantine) {
    if (untilMs <= nowMs() && !state.dirty.has(unit)) state.dirty.set(unit, nowMs());
  }
};
