import { compareNames } from '../dns/compareNames.ts';
import type { DomainName, Rrset } from '../dns/rrset.ts';
import { sameObject } from '../model/objectRef.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { choosePointers, type Pointer, type PointerOptions, pointersOf } from './inside/pointersOf.ts';
import { zoneRecords } from './inside/zoneRecords.ts';
import { compareRrsets } from './mergeRrsets.ts';
import { rankContenders } from './outside/rankContenders.ts';
import type { RecordOptions } from './recordOptions.ts';
import { recordsOf } from './recordsOf.ts';
import type { RecordProblem, RequestedName } from './serviceRecords.ts';
import { sortedUnique } from './sortedUnique.ts';

/** What a zone should hold for a whole cluster, if nothing of it were taken by other hands. In canonical order. */
export type ClusterRecords = {
  readonly rrsets: readonly Rrset[];
  readonly problems: readonly RecordProblem[];
  readonly conflicts: readonly NameConflict[];
};

/** A name that several Services want. */
export type NameConflict = {
  readonly base: DomainName;
  readonly winner: RequestedName;
  readonly losers: readonly RequestedName[];
};

/**
 * Joins the records of all Services at once; the order of the snapshots does not matter. Names that belong to another configured zone are not in it.
 */
export const clusterRecords = (
  snapshots: readonly ServiceSnapshot[],
  options: RecordOptions,
): ClusterRecords => {
  const services = snapshots.map((snapshot) => recordsOf(snapshot, options));
  const { kept, conflicts } = decideAll(
    services.flatMap(({ names }) => names).filter(({ zone }) => zone === options.zone),
  );
  const shared = new Map<string, Rrset>();
  for (const rrset of services.flatMap((service) => service.shared))
    shared.set(`${rrset.name} ${rrset.type}`, rrset);
  const rrsets = [
    ...zoneRecords(options),
    ...services.flatMap(({ territory }) => territory),
    ...shared.values(),
    ...kept.flatMap((name) => name.rrsets),
  ].sort(compareRrsets);
  const problems = services
    .flatMap((service) => service.problems)
    .sort((a, b) => (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
  return { rrsets, problems, conflicts };
};

/** The PTR records of all Services, in canonical order; which zone holds each is for the caller to find. */
export const clusterPointers = (
  snapshots: readonly ServiceSnapshot[],
  options: PointerOptions,
): readonly Rrset[] => {
  const pointers = snapshots.flatMap((snapshot) => pointersOf(snapshot, options));
  return [...Map.groupBy(pointers, ({ name }) => name)]
    .map(([name, candidates]) => pointerRrset(name, choosePointers(candidates, options.policy)))
    .sort(compareRrsets);
};

/** One RRset has one TTL: the shortest that was asked for. */
export const pointerRrset = (name: DomainName, pointers: readonly Pointer[]): Rrset => ({
  name,
  type: 'PTR',
  ttlSeconds: Math.min(...pointers.map(({ ttlSeconds }) => ttlSeconds)),
  rdatas: sortedUnique(pointers.map(({ target }) => target)),
});

const decideAll = (names: readonly RequestedName[]) => {
  const kept: RequestedName[] = [];
  const conflicts: NameConflict[] = [];
  // Sorted by name, so that a base comes before what stands below it, and conflicts are in order.
  const sorted = names.toSorted((a, b) => compareNames(a.base, b.base) || compareNames(a.name, b.name));
  for (const [base, candidates] of Map.groupBy(sorted, (name) => name.base)) {
    const [winner, ...others] = rankContenders(candidates);
    if (winner === undefined) continue;
    const losers = others.filter(({ origin }) => !sameObject(origin, winner.origin));
    kept.push(...candidates.filter(({ origin }) => sameObject(origin, winner.origin)));
    if (losers.length > 0) conflicts.push({ base, winner, losers });
  }
  return { kept, conflicts };
};
