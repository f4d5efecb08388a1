import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import { heldNow } from '../../controller/write/heldNow.ts';
import { rrsetsOfSource } from '../../controller/write/writtenSource.ts';
import type { ZoneParts } from '../../controller/zoneContext.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import type { UnitKey } from '../../zone/unit.ts';

/** A zone as far as it says what of ours stands in it. */
export type WrittenZone = {
  readonly desired: DesiredZone;
  readonly loop: { readonly parts: Pick<ZoneParts, 'ledger' | 'standing'> };
};

/** What of a unit of the territory stands in the zone: as it was read, and acknowledged since. */
export const writtenOfUnit = ({ desired, loop: { parts } }: WrittenZone, unit: UnitKey): readonly Rrset[] =>
  rrsetsOfSource({ desired }, parts.ledger.source(unit));

/**
 * Of what is desired at a name outside what stands there: what is another writer's, refused or held back is
 * not in the zone.
 */
export const writtenAtName = (
  { desired, loop: { parts } }: WrittenZone,
  name: DomainName,
): readonly Rrset[] => {
  const { records } = heldNow(parts, name);
  const isThere = (type: string, rdata: string): boolean =>
    records.some((record) => record.type === type && record.rdata === rdata);
  return (desired.at(name)?.rrsets ?? []).flatMap((rrset) => {
    const rdatas = rrset.rdatas.filter((rdata) => isThere(rrset.type, rdata));
    return rdatas.length === 0 ? [] : [{ ...rrset, rdatas }];
  });
};
