import { heldNow } from '../controller/write/heldNow.ts';
import { rrsetsOfSource } from '../controller/write/writtenSource.ts';
import type { DomainName, Rrset } from '../dns/rrset.ts';
import { isNothingHeld } from '../zone/heldName.ts';
import { recordsOwnedAt } from '../zone/marker.ts';
import { toRrsets } from '../zone/toRrsets.ts';
import { nameUnit, type UnitKey } from '../zone/unit.ts';
import type { KnownZone } from './known.ts';

/** The unit that a name of the territory belongs to; undefined outside of it. */
export const territoryUnit = ({ parts }: Pick<KnownZone, 'parts'>, name: DomainName): UnitKey | undefined => {
  const place = parts.standing.layout().placeOf(name);
  return place.kind === 'territory' ? place.unit : undefined;
};

/** What should stand at a name, of all types. */
export const rrsetsAt = (zone: Pick<KnownZone, 'parts' | 'desired'>, name: DomainName): readonly Rrset[] => {
  const unit = territoryUnit(zone, name);
  if (unit === undefined) return zone.desired.at(name)?.rrsets ?? [];
  return zone.desired.rrsetsOf(zone.desired.source(unit)).filter((rrset) => rrset.name === name);
};

/** What of ours stands at a name: as it was read, and acknowledged since. */
export const writtenAt = (zone: KnownZone, name: DomainName): readonly Rrset[] => {
  const { desired, parts, owner } = zone;
  const unit = territoryUnit(zone, name);
  if (unit !== undefined)
    return rrsetsOfSource({ desired }, parts.ledger.source(unit)).filter((rrset) => rrset.name === name);
  const owned = recordsOwnedAt(name, heldNow(parts, name), owner);
  return toRrsets(owned.map((record) => ({ name, ...record })));
};

/** Whether anything is asked for at a name, or stands there outside of the territory. */
export const isKnownAt = (zone: KnownZone, name: DomainName): boolean =>
  rrsetsAt(zone, name).length > 0 ||
  zone.desired.requestersOf(name).length > 0 ||
  (territoryUnit(zone, name) === undefined && !isNothingHeld(heldNow(zone.parts, name)));

export const unitAt = (zone: KnownZone, name: DomainName): UnitKey =>
  territoryUnit(zone, name) ?? nameUnit(name);
