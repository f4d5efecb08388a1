import type { UpdateContent } from '../../dns/updateMessage.ts';
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
    outcome = await sendMessage(context, batch, message);
    if (outcome.kind === 'applied') continue;
    // An earlier part of the same unit is in the zone already: what it holds must be read.
    return index === 0 ? outcome : partApplied;
  }
  return outcome;
};

/** How long the server took, or kept silent, decides how long the next message may be. */
const sendMessage = async (
  { client, pace, nowMs }: ZoneContext,
  { octets, messages }: Batch,
  message: UpdateContent,
): Promise<UpdateOutcome> => {
  const startedMs = nowMs();
  const outcome = await client.update(message);
  const takenOctets = outcome.kind === 'applied' ? octets / messages.length : 0;
  if (outcome.kind !== 'unreachable') pace.note(takenOctets, nowMs() - startedMs);
  return outcome;
};

const goOn = async (): Promise<boolean> => true;

const partApplied: UpdateOutcome = { kind: 'unknown', reason: 'only a part of the change was applied' };
