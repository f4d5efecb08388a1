import { parentName } from '../../dns/canonicalName.ts';
import { digestOf } from '../../dns/recordDigest.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { type ObjectRef, type OriginKey, objectRefKey } from '../../model/objectRef.ts';
import { type OriginSnapshot, originOfSnapshot } from '../../model/originSnapshot.ts';
import { fitsNetworks } from '../../records/fitsNetworks.ts';
import { hasPodNames } from '../../records/hasPodNames.ts';
import { zoneRecords } from '../../records/inside/zoneRecords.ts';
import { joinProblems, noProblems } from '../../records/joinProblems.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';
import { namesOfOrigin, recordsOfOrigin, territoryOfOrigin } from '../../records/recordsOfOrigin.ts';
import type { RecordProblem, RequestedName, ServiceRecords } from '../../records/serviceRecords.ts';
import type { Holdable } from '../../records/sources/sourceRequest.ts';
import { nameUnit, objectUnit, type UnitKey, unitOf } from '../../zone/unit.ts';
import type { DesiredZone, UnitSource } from './desiredZone.ts';
import { createHoldables, type HoldableObject } from './holdables.ts';
import { isNameAskedFor } from './isNameAskedFor.ts';
import { type JoinedRequests, joinZoneRequests } from './joinZoneRequests.ts';
import { createMadeTerritory } from './madeTerritory.ts';
import { createNameContests, type NameContest } from './nameContests.ts';
import { createObjectProblems } from './objectProblems.ts';
import { createSelectedServices } from './selectedServices.ts';
import { createSharedNames } from './sharedNames.ts';
import { territoryOwners } from './territoryOwners.ts';
import { createWildcardCopies } from './wildcardCopies.ts';

export type ForwardZoneDeps = {
  readonly options: RecordOptions;
  /** Options of further zones whose templates and annotations may ask for names that lie in this zone. */
  readonly others: readonly RecordOptions[];
  /**
   * What cannot be published of an object, each time its records are made; an empty list ends what was said
   * before.
   */
  readonly onProblems: (object: OriginKey, problems: readonly RecordProblem[]) => void;
  /** Several objects request one name; undefined when that has ended. */
  readonly onContest: (base: DomainName, contest: NameContest | undefined) => void;
};

export type ForwardZone = DesiredZone & {
  /** Names that several objects request, now. */
  readonly contests: () => ReadonlyMap<DomainName, NameContest>;
};

/** The desired content of a forward zone: one unit per Service in the territory, one per name outside. */
export const createForwardZone = (deps: ForwardZoneDeps): ForwardZone => {
  const { options } = deps;
  const sources = new Map<UnitKey, UnitSource>();
  const selected = createSelectedServices();
  const owners = territoryOwners(options);
  const contests = createNameContests(deps.onContest);
  const made = createMadeTerritory(options);
  const copies = createWildcardCopies(options, contests);
  const problems = createObjectProblems(deps.onProblems, copies);
  const holdables = createHoldables();
  /** Objects without a territory, as they were taken in last. */
  const others = new Map<OriginKey, OriginSnapshot>();
  const pods = createSharedNames();
  const leftOut = new Map<OriginKey, number>();
  const hasNetworks = options.networks.length + options.excludeNetworks.length > 0;
  const mayKeep = (rrsets: () => readonly Rrset[]): boolean =>
    !hasNetworks || fitsNetworks(rrsets(), options);
  for (const rrset of zoneRecords(options))
    sources.set(nameUnit(rrset.name), { kind: 'listed', rrsets: [rrset] });
  /**
   * The records of the Service that was taken in last. A Service that changes alone is planned next, and then
   * its records need not be made a second time.
   */
  let last: { readonly snapshot: OriginSnapshot; readonly rrsets: readonly Rrset[] } | undefined;

  const recordsNow = (key: OriginKey, snapshot: OriginSnapshot | undefined): ServiceRecords | undefined => {
    const own = owners.unitOf(key);
    if (snapshot === undefined) {
      if (own !== undefined) sources.delete(own);
      others.delete(key);
      return undefined;
    }
    const known = own === undefined ? undefined : made.believe(own, snapshot);
    const records = recordsOfOrigin(snapshot, options, known);
    if (own === undefined) others.set(key, snapshot);
    else if (known === undefined) {
      last = { snapshot, rrsets: records.territory };
      sources.set(own, { kind: 'computed', snapshot, digest: digestOf(records.territory) });
    } else sources.set(own, { kind: 'computed', snapshot, digest: known });
    return records;
  };

  /** The object has been taken in as it is now. */
  const isTaken = (key: OriginKey, snapshot: OriginSnapshot | undefined): boolean => {
    const own = owners.unitOf(key);
    const source = own === undefined ? undefined : sources.get(own);
    return (source?.kind === 'computed' ? source.snapshot : others.get(key)) === snapshot;
  };

  const rrsetsOf = (source: UnitSource | undefined): readonly Rrset[] => {
    if (source === undefined) return [];
    if (source.kind === 'listed') return source.rrsets;
    return source.snapshot === last?.snapshot ? last.rrsets : territoryOfOrigin(source.snapshot, options);
  };

  const at = (name: DomainName): RequestedName | undefined => contests.at(name) ?? copies.at(name);

  const podZone = hasPodNames(options) ? options.zone : undefined;
  const isAskedFor = (key: UnitKey, before: () => readonly Rrset[]): boolean => {
    const unit = unitOf(key);
    if (unit.kind === 'object') {
      if (!selected.has(objectRefKey(owners.originOf(unit.key)))) return false;
      return !isEmpty(sources.get(key)) || mayKeep(before);
    }
    // What is desired is asked for: the zone's own records, pods' names, and names with content.
    if (sources.has(key) || at(unit.name) !== undefined) return true;
    return isNameAskedFor({ podZone, selected, contests }, unit.name) && mayKeep(before);
  };

  /** A copy below a name that does not exist any more would keep that name from being answered. */
  const isLostCopy = (name: DomainName): boolean =>
    name.startsWith('*.') &&
    copies.isNeeded() &&
    !contests.isRequested(name) &&
    !copies.exists(parentName(name));

  const waitsFor = (key: UnitKey, origin: ObjectRef): string | undefined => {
    const unit = unitOf(key);
    if (unit.kind === 'object') {
      return isEmpty(sources.get(key)) ? holdables.inTerritory(origin) : undefined;
    }
    if (isLostCopy(unit.name)) return undefined;
    return holdables.atName(origin, contests.at(unit.name));
  };

  return {
    put: (key, snapshot) => {
      if (isTaken(key, snapshot)) return [];
      const records = recordsNow(key, snapshot);
      selected.put(key, records?.selected === true);
      if (records?.leftOut === undefined) leftOut.delete(key);
      else leftOut.set(key, records.leftOut);
      const joined = requestsInZone(deps, snapshot, records);
      holdables.put(key, holdableNow(snapshot, records?.holdable, joined));
      const shared = pods.put(key, records?.shared ?? []);
      for (const name of shared) setShared(sources, name, pods.rrsetsAt(name));
      const names = contests.put(key, joined);
      const copied = copies.renew(names);
      problems.put(key, joinProblems(records?.problems ?? noProblems, joined.problems));
      return [owners.unitOf(key) ?? objectUnit(key), ...[...shared, ...names, ...copied].map(nameUnit)];
    },
    recall: made.recall,
    before: made.before,
    textOf: (unit) => {
      const source = sources.get(unit);
      if (source?.kind !== 'computed') return undefined;
      const { ref } = originOfSnapshot(source.snapshot);
      const key = objectRefKey(ref);
      return problems.has(key) || leftOut.has(key) ? undefined : made.textOf(source.snapshot);
    },
    makeRecalled: function* () {
      for (const unit of made.takeBelieved()) {
        const source = sources.get(unit);
        if (source?.kind !== 'computed') continue;
        sources.set(unit, made.make(source.snapshot));
        yield;
      }
    },
    units: () => sources.keys(),
    source: (unit) => sources.get(unit),
    names: function* () {
      yield* contests.names();
      yield* copies.names();
    },
    at,
    present: {
      ...copies,
      note: (name, presence) => {
        // Of what is held only a request of its own makes a name: a copy is there for other names.
        const isCopy = presence === 'held' && (name.startsWith('*.') || !contests.isRequested(name));
        const names = copies.note(name, isCopy ? 'absent' : presence);
        problems.renew();
        return names.map(nameUnit);
      },
    },
    contests: contests.contests,
    rrsetsOf,
    isAskedFor,
    waitsFor,
    requestersOf: contests.requestersOf,
    anyWaits: holdables.anyWaits,
    mayKeep,
    leftOut: () => leftOut,
    originOf: owners.originOf,
  };
};

const isEmpty = (source: UnitSource | undefined): boolean =>
  source?.kind !== 'computed' || source.digest.count === 0;

const setShared = (sources: Map<UnitKey, UnitSource>, name: DomainName, rrsets: readonly Rrset[]): void => {
  if (rrsets.length === 0) sources.delete(nameUnit(name));
  else sources.set(nameUnit(name), { kind: 'listed', rrsets });
};

const holdableNow = (
  snapshot: OriginSnapshot | undefined,
  holdable: Holdable | undefined,
  { requested }: JoinedRequests,
): HoldableObject | undefined =>
  snapshot && holdable && { ...holdable, createdMs: originOfSnapshot(snapshot).createdMs, requested };

/** The names that an object requests in this zone, by its options first, then by those of the others. */
const requestsInZone = (
  { options, others }: ForwardZoneDeps,
  snapshot: OriginSnapshot | undefined,
  own: ServiceRecords | undefined,
): JoinedRequests => {
  if (snapshot === undefined || own === undefined) return noRequests;
  if (others.length + options.otherZones.length === 0) return { ...own, problems: noProblems };
  return joinZoneRequests(options, originOfSnapshot(snapshot).ref, [
    { options, requests: own },
    ...others.map((other) => ({ options: other, requests: namesOfOrigin(snapshot, other) })),
  ]);
};

const noRequests: JoinedRequests = { names: [], requested: [], problems: noProblems };
