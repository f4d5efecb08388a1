import { digestOf } from '../../dns/recordDigest.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import type { ServiceKey } from '../../model/service.ts';
import type { ServiceSnapshot } from '../../model/serviceSnapshot.ts';
import { zoneRecords } from '../../records/inside/zoneRecords.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';
import { recordsOf } from '../../records/recordsOf.ts';
import type { RecordProblem, RequestedName, ServiceRecords } from '../../records/serviceRecords.ts';
import type { UnitKey } from '../../zone/zoneLayout.ts';
import type { DesiredZone, UnitSource } from './desiredZone.ts';
import { createNameContests, type NameContest } from './nameContests.ts';
import { createSharedNames } from './sharedNames.ts';

export type ForwardZoneDeps = {
  readonly options: RecordOptions;
  /** Options of further zones whose templates and annotations may ask for names that lie in this zone. */
  readonly others: readonly RecordOptions[];
  /** What cannot be published of a Service, each time its records are made; an empty list ends what was said before. */
  readonly onProblems: (service: ServiceKey, problems: readonly RecordProblem[]) => void;
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
  const services = new Set<ServiceKey>();
  const contests = createNameContests(deps.onContest);
  const pods = createSharedNames();
  for (const rrset of zoneRecords(options)) sources.set(rrset.name, { kind: 'listed', rrsets: [rrset] });
  /** Of the Service taken in last. When one changes alone it is planned next, and waits for nothing that was made before. */
  let last: { readonly snapshot: ServiceSnapshot; readonly rrsets: readonly Rrset[] } | undefined;

  const recordsNow = (key: ServiceKey, snapshot: ServiceSnapshot | undefined): ServiceRecords | undefined => {
    if (snapshot === undefined) {
      sources.delete(key);
      services.delete(key);
      return undefined;
    }
    const records = recordsOf(snapshot, options);
    last = { snapshot, rrsets: records.territory };
    sources.set(key, { kind: 'computed', snapshot, digest: digestOf(records.territory) });
    services.add(key);
    return records;
  };

  const rrsetsOf = (source: UnitSource | undefined): readonly Rrset[] => {
    if (source === undefined) return [];
    if (source.kind === 'listed') return source.rrsets;
    return source.snapshot === last?.snapshot ? last.rrsets : recordsOf(source.snapshot, options).territory;
  };

  return {
    put: (key, snapshot) => {
      const current = sources.get(key);
      if (current === undefined ? snapshot === undefined : isOf(current, snapshot)) return [];
      const records = recordsNow(key, snapshot);
      deps.onProblems(key, records?.problems ?? []);
      const shared = pods.put(key, records?.shared ?? []);
      for (const name of shared) setShared(sources, name, pods.rrsetsAt(name));
      return [key, ...shared, ...contests.put(key, namesFor(deps, snapshot, records?.names ?? []))];
    },
    units: () => sources.keys(),
    source: (unit) => sources.get(unit),
    names: contests.names,
    at: contests.at,
    contests: contests.contests,
    rrsetsOf,
    services: () => services,
  };
};

const isOf = (source: UnitSource, snapshot: ServiceSnapshot | undefined): boolean =>
  source.kind === 'computed' && source.snapshot === snapshot;

const setShared = (sources: Map<UnitKey, UnitSource>, name: DomainName, rrsets: readonly Rrset[]): void => {
  if (rrsets.length === 0) sources.delete(name);
  else sources.set(name, { kind: 'listed', rrsets });
};

const namesFor = (
  { options, others }: ForwardZoneDeps,
  snapshot: ServiceSnapshot | undefined,
  own: readonly RequestedName[],
): readonly RequestedName[] => {
  const inZone = ({ zone }: RequestedName): boolean => zone === options.zone;
  if (snapshot === undefined || others.length === 0) return own.filter(inZone);
  return [own, ...others.map((other) => recordsOf(snapshot, other).names)].flat().filter(inZone);
};
