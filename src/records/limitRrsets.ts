import type { Rrset } from '../dns/rrset.ts';
import { stableSubset } from './stableSubset.ts';

export type LimitedRrsets = {
  /** In the order they were given in. */
  readonly rrsets: readonly Rrset[];
  /** How many records there were. */
  readonly found: number;
  readonly kept: number;
};

/**
 * At most `room` records. Addresses and aliases go before SRV records, which are of no use without them; what
 * does not fit whole becomes a stable subset.
 */
export const limitRrsets = (rrsets: readonly Rrset[], room: number): LimitedRrsets => {
  const found = countRecords(rrsets);
  if (found <= room) return { rrsets, found, kept: found };
  const kept = new Map<Rrset, Rrset>();
  let left = Math.max(0, room);
  for (const isSrv of [false, true])
    for (const rrset of rrsets) {
      if ((rrset.type === 'SRV') !== isSrv || left === 0) continue;
      const part = stableSubset(rrset, left);
      left -= part.rdatas.length;
      kept.set(rrset, part);
    }
  return { rrsets: rrsets.flatMap((rrset) => kept.get(rrset) ?? []), found, kept: Math.max(0, room) - left };
};

export const countRecords = (rrsets: readonly Rrset[]): number =>
  rrsets.reduce((sum, { rdatas }) => sum + rdatas.length, 0);
