import type { Rdata, RecordType } from '../dns/rrset.ts';

/** What the zone holds at one name outside the territory, and at its place in the side tree of markers. */
export type HeldName = {
  /** Records of the types this program writes, whoever wrote them; not the zone's own NS. */
  readonly records: readonly HeldRecord[];
  /**
   * Type of each record of a type that this program never writes, sorted; those of DNSSEC (RRSIG, NSEC, …)
   * and the zone's own SOA do not count.
   */
  readonly others: readonly string[];
  /** TXT RDATA at the marker's name. */
  readonly marker: readonly Rdata[];
};

export type HeldRecord = { readonly type: RecordType; readonly ttlSeconds: number; readonly rdata: Rdata };

export const nothingHeld: HeldName = { records: [], others: [], marker: [] };

export const isNothingHeld = (held: HeldName): boolean =>
  held.records.length === 0 && held.others.length === 0 && held.marker.length === 0;

/** Whether a name holds the same records and markers, whatever their order. */
export const sameHeld = (a: HeldName, b: HeldName): boolean => heldKey(a) === heldKey(b);

const heldKey = ({ records, others, marker }: HeldName): string =>
  JSON.stringify([
    records.map(({ type, ttlSeconds, rdata }) => `${type} ${ttlSeconds} ${rdata}`).sort(),
    others,
    [...marker].sort(),
  ]);
