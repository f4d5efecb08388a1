import { objectRefKey } from '../../model/objectRef.ts';
import type { Service } from '../../model/service.ts';
import type { ServiceSnapshot } from '../../model/serviceSnapshot.ts';
import type { Store } from '../../store/store.ts';
import type { PublishedRrset, PublishedService } from '../../telemetry/publishedService.ts';
import { objectUnit, unitOf } from '../../zone/unit.ts';
import type { ZoneService } from '../zoneService.ts';

/** Every RRset that is ours, zone by zone. */
export const publishedRrsets = function* (zones: readonly ZoneService[]): Iterable<PublishedRrset> {
  for (const { zone, desired } of zones) {
    for (const unit of desired.units()) {
      const found = unitOf(unit);
      const service = found.kind === 'object' ? found.key : '';
      for (const rrset of desired.rrsetsOf(desired.source(unit))) yield { ...rrset, zone, service };
    }
    for (const name of desired.names()) {
      const there = desired.at(name);
      if (there === undefined) continue;
      for (const rrset of there.rrsets) yield { ...rrset, zone, service: objectRefKey(there.origin) };
    }
  }
};

/** Every Service with its endpoints and names, as the status page shows it. */
export const publishedServices = function* (
  zones: readonly ZoneService[],
  store: Store,
): Iterable<PublishedService> {
  const namesOf = shortNamesByService(zones);
  for (const key of [...store.keys()].sort()) {
    const snapshot = store.snapshot(key);
    if (snapshot !== undefined) yield describe(key, snapshot, zones, namesOf.get(key) ?? []);
  }
};

const shortNamesByService = (zones: readonly ZoneService[]): ReadonlyMap<string, readonly string[]> => {
  const names = new Map<string, string[]>();
  for (const { desired } of zones) {
    for (const name of desired.names()) {
      const there = desired.at(name);
      if (there === undefined) continue;
      const lines = there.rrsets.flatMap(({ type, rdatas }) =>
        rdatas.map((rdata) => `${name} ${type} ${rdata}`),
      );
      const key = objectRefKey(there.origin);
      const list = names.get(key);
      if (list === undefined) names.set(key, lines);
      else list.push(...lines);
    }
  }
  return names;
};

const shownNames = 20;

const describe = (
  key: string,
  { service, slices }: ServiceSnapshot,
  zones: readonly ZoneService[],
  shortNames: readonly string[],
): PublishedService => {
  const endpoints = slices.flatMap((slice) => slice.endpoints);
  const own = zones.flatMap(({ desired }) => {
    const source = desired.source(objectUnit(key));
    const [first] = desired.rrsetsOf(source);
    return desired
      .rrsetsOf(source)
      .filter(({ name }) => name === first?.name)
      .flatMap(({ name, type, rdatas }) => rdatas.map((rdata) => `${name} ${type} ${rdata}`));
  });
  return {
    service: key,
    kind: service.kind,
    addresses: addressesOf(service),
    readyEndpoints: endpoints.filter(({ ready }) => ready).length,
    endpoints: endpoints.length,
    names: [...shortNames, ...own].slice(0, shownNames),
    state: stateOf(key, zones, own.length + shortNames.length),
  };
};

const addressesOf = (service: Service): readonly string[] => {
  if (service.kind === 'clusterIp') return service.clusterIps;
  return service.kind === 'externalName' ? [service.externalName] : [];
};

const stateOf = (key: string, zones: readonly ZoneService[], names: number): PublishedService['state'] => {
  const views = zones.map(({ loop }) => loop.view);
  const unit = objectUnit(key);
  if (views.some(({ quarantine }) => quarantine().has(unit))) return 'quarantined';
  if (
    views.some(({ conflicts }) =>
      [...conflicts().values()].some(({ origin }) => origin !== undefined && objectRefKey(origin) === key),
    )
  ) {
    return 'conflict';
  }
  if (views.some(({ isPending }) => isPending(unit))) return 'pending';
  return names === 0 ? 'empty' : 'published';
};
