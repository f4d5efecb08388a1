import type { Rrset } from '../../dns/rrset.ts';
import { objectRefKey } from '../../model/objectRef.ts';
import { isServiceSnapshot } from '../../model/originSnapshot.ts';
import type { ServiceKey } from '../../model/service.ts';
import { zoneInView } from '../../model/zoneInView.ts';
import type { ServerAccess } from '../../setup/openZoneClient.ts';
import type { Store } from '../../store/store.ts';
import type { PublishedRrset, PublishedService } from '../../telemetry/publishedService.ts';
import { objectUnit, unitOf } from '../../zone/unit.ts';
import { zoneLabels } from '../zoneLabels.ts';
import type { ZoneService } from '../zoneService.ts';
import { describeService } from './describeOrigin.ts';
import { objectStates } from './objectStates.ts';
import { type WrittenZone, writtenAtName, writtenOfUnit } from './writtenAtName.ts';

/** Every RRset that is ours and in its zone, zone by zone. */
export const publishedRrsets = function* (zones: readonly NamedZone[]): Iterable<PublishedRrset> {
  for (const service of zones) {
    const { desired, loop } = service;
    const labels = zoneLabels(service.zone, service.access);
    for (const unit of loop.parts.ledger.sources().keys()) {
      const found = unitOf(unit);
      const object = found.kind === 'object' ? desired.originOf(found.key) : undefined;
      for (const rrset of writtenOfUnit(service, unit)) yield { ...rrset, ...labels, object };
    }
    for (const name of desired.names()) {
      const object = desired.at(name)?.origin;
      for (const rrset of writtenAtName(service, name)) yield { ...rrset, ...labels, object };
    }
  }
};

type NamedZone = WrittenZone & Pick<ZoneService, 'zone'> & { readonly access: Pick<ServerAccess, 'view'> };

/** Every Service with its endpoints and names, as the status page shows it. */
export const publishedServices = function* (
  zones: readonly ZoneService[],
  store: Pick<Store, 'keys' | 'snapshot'>,
): Iterable<PublishedService> {
  const namesOf = shortNamesByService(zones);
  const states = objectStates(zones);
  for (const key of [...store.keys()].sort()) {
    const snapshot = store.snapshot(key);
    if (snapshot === undefined || !isServiceSnapshot(snapshot)) continue;
    const names = [...(namesOf.get(key) ?? []), ...ownNames(key, zones)];
    yield {
      service: key,
      ...describeService(snapshot),
      names: names.slice(0, shownNames),
      state: states.get(key) ?? stateByNames(zones, key, names),
    };
  }
};

/** Of a Service of which nothing is known to be wrong. */
const stateByNames = (
  zones: readonly ZoneService[],
  key: ServiceKey,
  names: readonly string[],
): PublishedService['state'] => {
  if (names.length > 0) return 'published';
  const isDesired = zones.some(({ desired }) => desired.rrsetsOf(desired.source(objectUnit(key))).length > 0);
  if (isDesired) return 'pending';
  return zones.some(({ desired }) => desired.leftOut().has(key)) ? 'outside' : 'empty';
};

const shortNamesByService = (zones: readonly ZoneService[]): ReadonlyMap<string, readonly string[]> => {
  const names = new Map<string, string[]>();
  for (const zone of zones) {
    const { desired } = zone;
    for (const name of desired.names()) {
      const there = desired.at(name);
      if (there === undefined) continue;
      const lines = writtenAtName(zone, name).flatMap((rrset) => linesOf(rrset, zone));
      const key = objectRefKey(there.origin);
      const list = names.get(key);
      if (list === undefined) names.set(key, lines);
      else list.push(...lines);
    }
  }
  return names;
};

const shownNames = 20;

/** Of the Service's names below `svc` those at its own name. */
const ownNames = (key: ServiceKey, zones: readonly ZoneService[]): readonly string[] =>
  zones.flatMap((zone) => {
    if (zone.desired.originOf(key).kind !== 'Service') return [];
    const rrsets = writtenOfUnit(zone, objectUnit(key));
    return rrsets.filter(({ name }) => name === rrsets[0]?.name).flatMap((rrset) => linesOf(rrset, zone));
  });

/** Zones of one name are told apart by their views. */
const linesOf = ({ name, type, rdatas }: Rrset, { access }: Pick<ZoneService, 'access'>): readonly string[] =>
  rdatas.map((rdata) => zoneInView(`${name} ${type} ${rdata}`, access.view));
