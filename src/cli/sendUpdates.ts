import type { UpdateContent } from '../dns/updateMessage.ts';
import type { UpdateOutcome } from '../server/updateOutcome.ts';
import type { ZoneClient } from '../server/zoneClient.ts';

/** Sends messages in order; stops at the first that is not applied. */
export const sendUpdates = async (
  client: ZoneClient,
  messages: readonly UpdateContent[],
): Promise<UpdateOutcome> => {
  for (const message of messages) {
    const outcome = await client.update(message);
    if (outcome.kind !== 'applied') return outcome;
  }
  return { kind: 'applied' };
};
