import type { Cidr } from '../../dns/cidr.ts';
import { compareNames } from '../../dns/compareNames.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { type OriginKey, objectRefKey } from '../../model/objectRef.ts';
import { type OriginSnapshot, originOfSnapshot } from '../../model/originSnapshot.ts';
import type { PointerPolicy } from '../../records/inside/pointersOf.ts';
import { compareRrsets } from '../../records/mergeRrsets.ts';
import type { RecordProblem } from '../../records/serviceRecords.ts';
import type { DesiredZone } from './desiredZone.ts';
import { forwardZoneOf, type ZoneAmongOthers } from './forwardZoneOf.ts';
import type { NameContest } from './nameContests.ts';
import { createReverseZone } from './reverseZone.ts';

/**
 * What zones should hold for a whole cluster, if nothing of it were taken by others. The order of the
 * Services does not matter.
 */
export type DesiredContent = {
  /** In the order of the options. */
  readonly zones: readonly ForwardContent[];
  /** The PTRs of all networks, in canonical order. Only a name server knows which reverse zone holds each. */
  readonly pointers: readonly Rrset[];
};

export type ForwardContent = {
  readonly zone: DomainName;
  /** Tells it from a zone of the same name. */
  readonly view?: string | undefined;
  /** In canonical order. */
  readonly rrsets: readonly Rrset[];
  /** By the names in question, in canonical order. */
  readonly contests: readonly (readonly [base: DomainName, NameContest])[];
  /** Sorted by their messages. */
  readonly problems: readonly RecordProblem[];
  /** How many addresses of each object lie outside of the zone's networks. */
  readonly leftOut: ReadonlyMap<OriginKey, number>;
};

/** One forward zone, and which of its names get PTRs. */
export type ContentOptions = ZoneAmongOthers & {
  readonly policy: PointerPolicy;
  readonly cidrs: readonly Cidr[];
};

/**
 * Joins the objects as the daemon does, in zones of its own making, and asks no name server. Where several
 * zones have one name, on several servers or in several views, each of them has the names that other zones
 * ask for there, but for zones that are in another view.
 */
export const desiredContent = (
  zones: readonly ContentOptions[],
  snapshots: readonly OriginSnapshot[],
): DesiredContent => {
  const reverse = createReverseZone({
    pointers: zones,
    holds: () => true,
    mayAdd: () => true,
  });
  putAll(reverse, snapshots);
  return {
    zones: zones.map((one) => forwardContent(one, zones, snapshots)),
    pointers: contentOf(reverse),
  };
};

/** All records of a zone, in canonical order. */
export const contentOf = (desired: DesiredZone): readonly Rrset[] => {
  const rrsets: Rrset[] = [];
  for (const unit of desired.units()) rrsets.push(...desired.rrsetsOf(desired.source(unit)));
  for (const name of desired.names()) rrsets.push(...(desired.at(name)?.rrsets ?? []));
  return rrsets.sort(compareRrsets);
};

const forwardContent = (
  zone: ContentOptions,
  all: readonly ContentOptions[],
  snapshots: readonly OriginSnapshot[],
): ForwardContent => {
  const problems = new Map<OriginKey, readonly RecordProblem[]>();
  const desired = forwardZoneOf(zone, all, {
    onProblems: (key, found) => void problems.set(key, found),
    onContest: () => undefined,
  });
  putAll(desired, snapshots);
  return {
    zone: zone.records.zone,
    view: zone.view,
    rrsets: contentOf(desired),
    contests: [...desired.contests()].sort(([a], [b]) => compareNames(a, b)),
    problems: [...problems.values()]
      .flat()
      .sort((a, b) => (a.message < b.message ? -1 : a.message > b.message ? 1 : 0)),
    leftOut: desired.leftOut(),
  };
};

const putAll = (desired: DesiredZone, snapshots: readonly OriginSnapshot[]): void => {
  for (const snapshot of snapshots) desired.put(objectRefKey(originOfSnapshot(snapshot).ref), snapshot);
};
