import type { DomainName } from '../dns/rrset.ts';
import type { Prerequisite, UpdateOperation } from '../dns/updateMessage.ts';
import { operationOctets, prerequisiteOctets } from '../dns/updateMessage.ts';

/** What stands in one message together. */
export type ChangeStep = {
  readonly prerequisites: readonly Prerequisite[];
  readonly operations: readonly UpdateOperation[];
  /** Upper bound of its length in the message. */
  readonly octets: number;
};

/**
 * Cuts the operations of one unit into steps of at most `maxOctets`; every step repeats the prerequisites.
 */
export const toSteps = (
  zone: DomainName,
  prerequisites: readonly Prerequisite[],
  operations: readonly UpdateOperation[],
  maxOctets: number,
): ChangeStep[] => {
  const fixed = prerequisites.reduce((sum, prerequisite) => sum + prerequisiteOctets(zone, prerequisite), 0);
  const all = operations.reduce((sum, operation) => sum + operationOctets(zone, operation), fixed);
  if (operations.length > 0 && all <= maxOctets) return [{ prerequisites, operations, octets: all }];
  const steps: ChangeStep[] = [];
  let part: UpdateOperation[] = [];
  let octets = fixed;
  for (const operation of operations) {
    const more = operationOctets(zone, operation);
    if (octets + more > maxOctets && part.length > 0) {
      steps.push({ prerequisites, operations: part, octets });
      part = [];
      octets = fixed;
    }
    part.push(operation);
    octets += more;
  }
  if (part.length > 0) steps.push({ prerequisites, operations: part, octets });
  return steps;
};
