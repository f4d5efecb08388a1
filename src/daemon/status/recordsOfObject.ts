import { heldNow } from '../../controller/write/heldNow.ts';
import type { ZoneView } from '../../controller/zoneView.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { type ObjectRef, type OriginKey, objectRefKey, sameObject } from '../../model/objectRef.ts';
import type { PublishedRrset } from '../../telemetry/publishedService.ts';
import { nameUnit, objectUnit, type UnitKey, unitOf } from '../../zone/unit.ts';
import { zoneLabels } from '../zoneLabels.ts';
import type { ZoneService } from '../zoneService.ts';
import { type WrittenZone, writtenAtName, writtenOfUnit } from './writtenAtName.ts';

/** A zone as far as it says what stands there for an object, or stays for it. */
export type ObjectZone = WrittenZone &
  Pick<ZoneService, 'zone'> & {
    readonly access: Pick<ZoneService['access'], 'view'>;
    readonly loop: { readonly view: Pick<ZoneView, 'holds'> };
  };

/** The names outside the territory that each object has in one zone. */
export type OutsideNames = ReadonlyMap<OriginKey, readonly DomainName[]>;

/**
 * Every RRset that stands in the zone for an object: its territory first, then its names outside, then what
 * is held for it.
 */
export const recordsOfObject = function* (
  zone: ObjectZone,
  object: ObjectRef,
  names: readonly DomainName[],
): Iterable<PublishedRrset> {
  const labels = { ...zoneLabels(zone.zone, zone.access), object };
  const unit = territoryOf(zone, object);
  if (unit !== undefined) for (const rrset of writtenOfUnit(zone, unit)) yield { ...rrset, ...labels };
  for (const name of names) for (const rrset of writtenAtName(zone, name)) yield { ...rrset, ...labels };
  for (const rrset of heldFor(zone, object)) yield { ...rrset, ...labels };
};

/** The unit that is this object's alone, where the zone has one for it. */
export const territoryOf = (
  { desired }: Pick<ObjectZone, 'desired'>,
  object: ObjectRef,
): UnitKey | undefined => {
  const unit = `${object.namespace}/${object.name}`;
  return sameObject(desired.originOf(unit), object) ? objectUnit(unit) : undefined;
};

/** Of names outside: those of the territory are in the ledger still. */
const heldFor = function* (zone: ObjectZone, object: ObjectRef): Iterable<Rrset> {
  for (const [key, hold] of zone.loop.view.holds()) {
    const unit = unitOf(key);
    if (hold.isOver || unit.kind === 'object' || !sameObject(hold.origin, object)) continue;
    if (zone.loop.parts.ledger.source(key) !== undefined) continue;
    const { records } = heldNow(zone.loop.parts, unit.name);
    for (const { type, ttlSeconds, rdata } of records)
      yield { name: unit.name, type, ttlSeconds, rdatas: [rdata] };
  }
};

/** Whose the names outside are; undefined is a pause that may be taken. */
export const outsideNamesOf = function* ({
  desired,
}: Pick<ObjectZone, 'desired'>): Generator<undefined, OutsideNames> {
  const found = new Map<OriginKey, DomainName[]>();
  let looked = 0;
  for (const name of desired.names()) {
    looked += 1;
    if (looked % 500 === 0) yield undefined;
    const origin = desired.at(name)?.origin;
    if (origin === undefined) continue;
    const key = objectRefKey(origin);
    const names = found.get(key);
    if (names === undefined) found.set(key, [name]);
    else names.push(name);
  }
  return found;
};

/** Whether anything stands in the zone for the object. */
export const standsInZone = (zone: ObjectZone, object: ObjectRef, names: readonly DomainName[]): boolean => {
  const unit = territoryOf(zone, object);
  if (unit !== undefined && zone.loop.parts.ledger.source(unit) !== undefined) return true;
  return names.some((name) => zone.loop.parts.ledger.records(nameUnit(name)) > 0);
};
