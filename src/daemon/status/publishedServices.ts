import { objectRefKey, serviceRef } from '../../model/objectRef.ts';
import { isServiceSnapshot } from '../../model/originSnapshot.ts';
import type { Service, ServiceKey } from '../../model/service.ts';
import type { ServiceSnapshot } from '../../model/serviceSnapshot.ts';
import { shownText } from '../../model/visibleText.ts';
import type { Store } from '../../store/store.ts';
import type { PublishedRrset, PublishedService } from '../../telemetry/publishedService.ts';
import { objectUnit, unitOf } from '../../zone/unit.ts';
import type { ZoneService } from '../zoneService.ts';
import { serviceStates } from './serviceStates.ts';

/** Every RRset that is ours, zone by zone. */
export const publishedRrsets = function* (zones: readonly ZoneService[]): Iterable<PublishedRrset> {
  for (const { zone, desired } of zones) {
    for (const unit of desired.units()) {
      const found = unitOf(unit);
      const object = found.kind === 'object' ? serviceRef(found.key) : undefined;
      for (const rrset of desired.rrsetsOf(desired.source(unit))) yield { ...rrset, zone, object };
    }
    for (const name of desired.names()) {
      const there = desired.at(name);
      if (there === undefined) continue;
      for (const rrset of there.rrsets) yield { ...rrset, zone, object: there.origin };
    }
  }
};

/** Every Service with its endpoints and names, as the status page shows it. */
export const publishedServices = function* (
  zones: readonly ZoneService[],
  store: Pick<Store, 'keys' | 'snapshot'>,
): Iterable<PublishedService> {
  const namesOf = shortNamesByService(zones);
  const states = serviceStates(zones);
  for (const key of [...store.keys()].sort()) {
    const snapshot = store.snapshot(key);
    if (snapshot === undefined || !isServiceSnapshot(snapshot)) continue;
    const names = [...(namesOf.get(key) ?? []), ...ownNames(key, zones)];
    yield {
      service: key,
      ...describe(snapshot),
      names: names.slice(0, shownNames),
      state: states.get(key) ?? (names.length === 0 ? 'empty' : 'published'),
    };
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

/** Of the Service's names below `svc` those at its own name. */
const ownNames = (key: ServiceKey, zones: readonly ZoneService[]): readonly string[] =>
  zones.flatMap(({ desired }) => {
    const rrsets = desired.rrsetsOf(desired.source(objectUnit(key)));
    return rrsets
      .filter(({ name }) => name === rrsets[0]?.name)
      .flatMap(({ name, type, rdatas }) => rdatas.map((rdata) => `${name} ${type} ${rdata}`));
  });

type Description = Pick<PublishedService, 'kind' | 'addresses' | 'readyEndpoints' | 'endpoints'>;

const describe = ({ service, slices }: ServiceSnapshot): Description => {
  const endpoints = slices.flatMap((slice) => slice.endpoints);
  return {
    kind: service.kind,
    addresses: addressesOf(service),
    readyEndpoints: endpoints.filter(({ ready }) => ready).length,
    endpoints: endpoints.length,
  };
};

const addressesOf = (service: Service): readonly string[] => {
  if (service.kind === 'cluster-ip') return service.clusterIps;
  return service.kind === 'external-name' ? [shownText(service.externalName)] : [];
};
