import { operationOctets, prerequisiteOctets } from '../dns/updateMessage.ts';
import type { UpdateOutcome } from '../server/updateOutcome.ts';
import type { UpdateContent, ZoneClient } from '../server/zoneClient.ts';

/** A DNS message over TCP (RFC 1035 §4.2.2) less its header, zone section, fence and TSIG. */
const maxContentOctets = 65_535 - 1_024;

/** Joins parts into as few messages as hold them, in their order; each message begins with `fence`. A part is never divided. */
export const joinUpdates = (
  zone: string,
  fence: UpdateContent['prerequisites'],
  parts: readonly UpdateContent[],
): readonly UpdateContent[] => {
  const messages: {
    prerequisites: UpdateContent['prerequisites'][number][];
    operations: UpdateContent['operations'][number][];
  }[] = [];
  let octets = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    const more = octetsOf(zone, part);
    if (octets + more > maxContentOctets) {
      messages.push({ prerequisites: [...fence], operations: [] });
      octets = 0;
    }
    messages.at(-1)?.prerequisites.push(...part.prerequisites);
    messages.at(-1)?.operations.push(...part.operations);
    octets += more;
  }
  return messages;
};

const octetsOf = (zone: string, { prerequisites, operations }: UpdateContent): number =>
  prerequisites.reduce((sum, prerequisite) => sum + prerequisiteOctets(zone, prerequisite), 0) +
  operations.reduce((sum, operation) => sum + operationOctets(zone, operation), 0);

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
