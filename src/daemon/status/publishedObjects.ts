import type { DomainName } from '../../dns/rrset.ts';
import { type ObjectRef, type OriginKey, objectRefPath, originRef } from '../../model/objectRef.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../../model/originSnapshot.ts';
import { zoneInView } from '../../model/zoneInView.ts';
import type { Store } from '../../store/store.ts';
import type { FoundObjects, ObjectQuery, PublishedObject } from '../../telemetry/publishedObject.ts';
import type { PublishedRrset } from '../../telemetry/publishedService.ts';
import type { ZoneService } from '../zoneService.ts';
import { describeOrigin } from './describeOrigin.ts';
import { objectStates } from './objectStates.ts';
import { outsideNamesOf, recordsOfObject, standsInZone, territoryOf } from './recordsOfObject.ts';

type Cluster = Pick<Store, 'keys' | 'snapshot'>;

/** The objects that a query asks for, with their records in the zones that it asks for. */
export const publishedObjects = (
  zones: readonly ZoneService[],
  store: Cluster,
  query: ObjectQuery,
): FoundObjects => {
  const keys = [...store.keys()].sort();
  const refs = keys.map(originRef);
  return {
    objects: foundObjects({ zones: zones.filter((zone) => isMeant(zone, query)), store, query }, keys),
    total: keys.length,
    kinds: [...new Set(refs.map(({ kind }) => kind))].sort(),
    namespaces: [...new Set(refs.map(({ namespace }) => namespace))].sort().slice(0, shownNamespaces),
  };
};

/** Every RRset that stands in a zone for one object; undefined is a pause that may be taken. */
export const objectRecords = function* (
  zones: readonly ZoneService[],
  key: OriginKey,
): Iterable<PublishedRrset | undefined> {
  for (const zone of zones) {
    const names = yield* outsideNamesOf(zone);
    yield* recordsOfObject(zone, originRef(key), names.get(key) ?? []);
  }
};

const shownNamespaces = 500;
const shownRecords = 10;

const isMeant = ({ zone, access }: ZoneService, query: ObjectQuery): boolean =>
  (query.zone === '' || query.zone === zone) && (query.view === '' || query.view === access.view);

type Search = {
  readonly zones: readonly ZoneService[];
  readonly store: Cluster;
  readonly query: ObjectQuery;
};

/** A zone, and the names outside its territory that the object has there. */
type Place = { readonly zone: ZoneService; readonly names: readonly DomainName[] };

const foundObjects = function* (
  { zones, store, query }: Search,
  keys: readonly OriginKey[],
): Iterable<PublishedObject | undefined> {
  const states = objectStates(zones);
  const outside = [];
  for (const zone of zones) outside.push({ zone, namesOf: yield* outsideNamesOf(zone) });
  for (const key of keys) {
    if (key <= query.after) continue;
    const object = originRef(key);
    const snapshot = isOfQuery(object, query) ? store.snapshot(key) : undefined;
    const places = outside.map(({ zone, namesOf }) => ({ zone, names: namesOf.get(key) ?? [] }));
    if (snapshot === undefined || !contains({ object, snapshot, places }, query)) {
      yield undefined;
      continue;
    }
    const state = states.get(key) ?? stateByRecords(places, key, object);
    const isAsked = query.state === '' || query.state === state;
    const isInZone = query.zone === '' || state !== 'empty';
    yield isAsked && isInZone
      ? { key, object, state, ...describeOrigin(snapshot), ...recordsAt(places, object) }
      : undefined;
  }
};

const isOfQuery = ({ kind, namespace }: ObjectRef, query: ObjectQuery): boolean =>
  (query.kind === '' || query.kind === kind) && (query.namespace === '' || query.namespace === namespace);

type Candidate = {
  readonly object: ObjectRef;
  readonly snapshot: OriginSnapshot;
  readonly places: readonly Place[];
};

/** Whether the text that is searched for is part of what is known without making the object's records. */
const contains = ({ object, snapshot, places }: Candidate, { search }: ObjectQuery): boolean => {
  if (search === '') return true;
  const has = (text: string): boolean => text.toLowerCase().includes(search);
  if (has(objectRefPath(object)) || describeOrigin(snapshot).addresses.some(has)) return true;
  if (places.some(({ names }) => names.some(has))) return true;
  if (!isServiceSnapshot(snapshot)) return false;
  const { namespace, name } = object;
  return (
    places.some(({ zone }) => has(`.${name}.${namespace}.svc.${zone.zone}`)) ||
    snapshot.slices.some(({ endpoints }) => endpoints.some(({ address }) => has(address)))
  );
};

/** Of an object of which nothing is known to be wrong. */
const stateByRecords = (
  places: readonly Place[],
  key: OriginKey,
  object: ObjectRef,
): PublishedObject['state'] => {
  if (places.some(({ zone, names }) => standsInZone(zone, object, names))) return 'published';
  const isDesired = places.some(({ zone: { desired }, names }) => {
    const unit = territoryOf({ desired }, object);
    return names.length > 0 || (unit !== undefined && desired.rrsetsOf(desired.source(unit)).length > 0);
  });
  if (isDesired) return 'pending';
  return places.some(({ zone }) => zone.desired.leftOut().has(key)) ? 'outside' : 'empty';
};

const recordsAt = (
  places: readonly Place[],
  object: ObjectRef,
): Pick<PublishedObject, 'records' | 'recordCount'> => {
  const records: string[] = [];
  let recordCount = 0;
  for (const { zone, names } of places) {
    for (const { name, type, rdatas } of recordsOfObject(zone, object, names)) {
      recordCount += rdatas.length;
      for (const rdata of rdatas.slice(0, Math.max(0, shownRecords - records.length)))
        records.push(zoneInView(`${name} ${type} ${rdata}`, zone.access.view));
    }
  }
  return { records, recordCount };
};
