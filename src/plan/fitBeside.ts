import type { Rrset } from '../dns/rrset.ts';
import type { HeldRecord } from '../zone/heldName.ts';

/** What of the desired RRsets can be ours beside records of another writer at the same name. */
export type FittedRrsets = {
  readonly rrsets: readonly Rrset[];
  /** A desired record that another writer has put there: it stays theirs. */
  readonly theirs: HeldRecord | undefined;
};

/**
 * Leaves out what stands there already by another hand, and takes the TTL of a sibling in the same RRset: an
 * added record gives its own to all of them (RFC 2181 §5.2).
 *
 * @param siblings the records at the name that are not ours
 */
export const fitBeside = (desired: readonly Rrset[], siblings: readonly HeldRecord[]): FittedRrsets => {
  const isTheirs = ({ type }: Rrset, rdata: string): boolean =>
    siblings.some((sibling) => sibling.type === type && sibling.rdata === rdata);
  const rrsets = desired.flatMap((rrset) => {
    const sibling = siblings.find(({ type }) => type === rrset.type);
    if (sibling === undefined) return [rrset];
    const rdatas = rrset.rdatas.filter((rdata) => !isTheirs(rrset, rdata));
    return rdatas.length === 0 ? [] : [{ ...rrset, ttlSeconds: sibling.ttlSeconds, rdatas }];
  });
  const theirs = siblings.find(({ type, rdata }) =>
    desired.some((rrset) => rrset.type === type && rrset.rdatas.includes(rdata)),
  );
  return { rrsets, theirs };
};
