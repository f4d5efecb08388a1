import { assertNever } from '../../../src/assertNever.ts';
import type { Prerequisite } from '../../../src/dns/updateMessage.ts';
import type { Rcode } from './modelBind.ts';
import { type Name, none } from './modelNames.ts';

/** The answer to the first prerequisite that does not hold (RFC 2136 §3.2.5). */
export const failedPrerequisite = (
  names: ReadonlyMap<string, Name>,
  prerequisites: readonly Prerequisite[],
): Rcode | undefined => {
  // RFC 2136 §3.2.5: what depends on values is looked at last.
  const inOrder = [
    ...prerequisites.filter(({ kind }) => kind !== 'rrset-equals'),
    ...prerequisites.filter(({ kind }) => kind === 'rrset-equals'),
  ];
  for (const one of inOrder) {
    const rcode = failureOf(names, one);
    if (rcode !== undefined) return rcode;
  }
  return undefined;
};

const failureOf = (names: ReadonlyMap<string, Name>, prerequisite: Prerequisite): Rcode | undefined => {
  const types = names.get(prerequisite.name) ?? none;
  switch (prerequisite.kind) {
    case 'name-in-use':
      return types.size > 0 ? undefined : 'NXDOMAIN';
    case 'name-not-in-use':
      return types.size === 0 ? undefined : 'YXDOMAIN';
    case 'rrset-exists':
      return types.has(prerequisite.type) ? undefined : 'NXRRSET';
    case 'rrset-absent':
      return types.has(prerequisite.type) ? 'YXRRSET' : undefined;
    case 'rrset-equals': {
      const held = types.get(prerequisite.type)?.rdatas ?? new Map<string, string>();
      const wanted = new Set(prerequisite.rdatas);
      const same = held.size === wanted.size && [...wanted].every((rdata) => held.has(rdata));
      return same ? undefined : 'NXRRSET';
    }
    default:
      return assertNever(prerequisite);
  }
};
