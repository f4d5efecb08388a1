import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import type { ZoneContext } from '../zoneContext.ts';
import type { Batch } from './takeBatch.ts';

/**
 * Sends the messages of a batch one after the other, and stops at the first that is not taken.
 *
 * @param between called between two messages, while nothing is under way; where it returns false, the rest is
 *   not sent
 */
export const sendBatch = async (
  context: ZoneContext,
  batch: Batch,
  between: () => Promise<boolean> = goOn,
): Promise<UpdateOutcome> => {
  let outcome: UpdateOutcome = { kind: 'applied' };
  for (const [index, message] of batch.messages.entries()) {
    if (index > 0 && !(await between())) return partApplied;
    outcome = await context.client.update(message);
    if (outcome.kind === 'applied') continue;
    // An earlier part of the same unit is in the zone already: what it holds must be read.
    return index === 0 ? outcome : partApplied;
  }
  return outcome;
};

const goOn = async (): Promise<boolean> => true;

const partApplied: UpdateOutcome = { kind: 'unknown', reason: 'only a part of the change was applied' };
