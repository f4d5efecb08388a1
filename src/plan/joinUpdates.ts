import type { DomainName } from '../dns/rrset.ts';
import {
  emptyUpdateOctets,
  operationOctets,
  type Prerequisite,
  prerequisiteOctets,
  type UpdateContent,
  type UpdateOperation,
} from '../dns/updateMessage.ts';

/** Two names of 255 octets, the longest MAC, times and lengths. */
const maxTsigOctets = 640;

/** What a DNS message over TCP (RFC 1035 §4.2.2) holds beside its header, zone section, fence and TSIG. */
export const roomFor = (zone: DomainName, fence: readonly Prerequisite[]): number =>
  65_535 -
  emptyUpdateOctets(zone) -
  maxTsigOctets -
  fence.reduce((sum, prerequisite) => sum + prerequisiteOctets(zone, prerequisite), 0);

/** A part of a message that is never divided; `octets` where they are known already. */
export type UpdatePart = UpdateContent & { readonly octets?: number };

/**
 * Joins parts into as few messages as hold them, in their order; each message begins with the fence.
 *
 * @param room octets of a message for its parts; one that needs more stands alone
 */
export const joinUpdates = (
  zone: DomainName,
  fence: readonly Prerequisite[],
  parts: readonly UpdatePart[],
  room = roomFor(zone, fence),
): readonly UpdateContent[] => {
  const messages: { prerequisites: Prerequisite[]; operations: UpdateOperation[] }[] = [];
  let octets = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    const more = part.octets ?? octetsOf(zone, part);
    if (octets + more > room) {
      messages.push({ prerequisites: [...fence], operations: [] });
      octets = 0;
    }
    const message = messages.at(-1);
    for (const prerequisite of part.prerequisites) message?.prerequisites.push(prerequisite);
    for (const operation of part.operations) message?.operations.push(operation);
    octets += more;
  }
  return messages;
};

const octetsOf = (zone: DomainName, { prerequisites, operations }: UpdateContent): number =>
  prerequisites.reduce((sum, prerequisite) => sum + prerequisiteOctets(zone, prerequisite), 0) +
  operations.reduce((sum, operation) => sum + operationOctets(zone, operation), 0);
