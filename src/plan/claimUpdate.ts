import type { DomainName, Rdata } from '../dns/rrset.ts';
import type { Prerequisite, UpdateContent } from '../dns/updateMessage.ts';
import { claimName, claimTtlSeconds } from '../zone/claim.ts';

/**
 * The prerequisite of every message: the claim is exactly this one (RFC 2136 §2.4.2), so that a writer whose
 * claim was replaced is refused by the name server itself.
 *
 * @param rdatas all that stands at the claim's name
 */
export const claimFence = (zone: DomainName, rdatas: readonly Rdata[]): readonly Prerequisite[] => [
  { kind: 'rrset-equals', name: claimName(zone), type: 'TXT', rdatas },
];

/** The UPDATE that replaces exactly the claim that was seen, or makes the first one. */
export const claimUpdate = (zone: DomainName, rdata: Rdata, replaces: readonly Rdata[]): UpdateContent => {
  const name = claimName(zone);
  return {
    prerequisites:
      replaces.length === 0 ? [{ kind: 'rrset-absent', name, type: 'TXT' }] : claimFence(zone, replaces),
    operations: [
      ...replaces.map((old) => ({ kind: 'delete-record', name, type: 'TXT', rdata: old }) as const),
      { kind: 'add', name, type: 'TXT', ttlSeconds: claimTtlSeconds, rdata },
    ],
  };
};

/** The UPDATE that gives the claim up. */
export const releaseUpdate = (zone: DomainName, rdatas: readonly Rdata[]): UpdateContent => ({
  prerequisites: claimFence(zone, rdatas),
  operations: rdatas.map((rdata) => ({ kind: 'delete-record', name: claimName(zone), type: 'TXT', rdata })),
});
