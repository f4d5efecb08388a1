import { digestOf } from '../../dns/recordDigest.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import type { ServiceKey } from '../../model/service.ts';
import type { ServiceSnapshot } from '../../model/serviceSnapshot.ts';
import { zoneRecords } from '../../records/inside/zoneRecords.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';
import { recordsOf } from '../../records/recordsOf.ts';
import type { RecordProblem, ServiceRecords, WantedName } from '../../records/serviceRecords.ts';
import { nameUnit, objectUnit, type UnitKey } from '../../zone/unit.ts';
import type { DesiredZone, UnitSource } from './desiredZone.ts';
import { createNameClaims, type NameContest } from './nameClaims.ts';
import { createSharedNames } from './sharedNames.ts';

export type ForwardZoneDeps = {
  readonly options: RecordOptions;
  /** Options of further zones whose templates and annotations may ask for names that lie in this zone. */
  readonly others: readonly RecordOptions[];
  /** What was left out for a Service, each time its records are made; an empty list ends what was said before. */
  readonly onProblems: (service: ServiceKey, problems: readonly RecordProblem[]) => void;
  /** Several Services want one name; undefined when that has ended. */
  readonly onContest: (base: DomainName, contest: NameContest | undefined) => void;
};

/** The desired content of a forward zone: one unit per Service in the territory, one per name outside. */
export const createForwardZone = (deps: ForwardZoneDeps): DesiredZone => {
  const { options } = deps;
  const sources = new Map<UnitKey, UnitSource>();
  const services = new Set<ServiceKey>();
  const claims = createNameClaims(deps.onContest);
  const pods = createSharedNames();
  for (const rrset of zoneRecords(options))
    sources.set(nameUnit(rrset.name), { kind: 'listed', rrsets: [rrset] });
  /** Of the Service taken in last. When one changes alone it is planned next, and waits for nothing that was made before. */
  let last: { readonly snapshot: ServiceSnapshot; readonly rrsets: readonly Rrset[] } | undefined;

  const recordsNow = (key: ServiceKey, snapshot: ServiceSnapshot | undefined): ServiceRecords | undefined => {
    if (snapshot === undefined) {
      sources.delete(objectUnit(key));
      services.delete(key);
      return undefined;
    }
    const records = recordsOf(snapshot, options);
    last = { snapshot, rrsets: records.territory };
    sources.set(objectUnit(key), { kind: 'computed', snapshot, digest: digestOf(records.territory) });
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
      const current = sources.get(objectUnit(key));
      if (current === undefined ? snapshot === undefined : isOf(current, snapshot)) return [];
      const records = recordsNow(key, snapshot);
      deps.onProblems(key, records?.problems ?? []);
      const shared = pods.put(key, records?.shared ?? []);
      for (const name of shared) setShared(sources, name, pods.rrsetsAt(name));
      const names = claims.put(key, namesFor(deps, snapshot, records?.names ?? []));
      return [objectUnit(key), ...[...shared, ...names].map(nameUnit)];
    },
    units: () => sources.keys(),
    source: (unit) => sources.get(unit),
    names: claims.names,
    wish: claims.wish,
    isAskedFor: (unit) => sources.has(unit) || claims.wish(unit) !== undefined,
    rrsetsOf,
    services: () => services,
  };
};

const isOf = (source: UnitSource, snapshot: ServiceSnapshot | undefined): boolean =>
  source.kind === 'computed' && source.snapshot === snapshot;

const setShared = (sources: Map<UnitKey, UnitSource>, name: DomainName, rrsets: readonly Rrset[]): void => {
  if (rrsets.length === 0) sources.delete(nameUnit(name));
  else sources.set(nameUnit(name), { kind: 'listed', rrsets });
};

const namesFor = (
  { options, others }: ForwardZoneDeps,
  snapshot: ServiceSnapshot | undefined,
  own: readonly WantedName[],
): readonly WantedName[] => {
  const inZone = ({ zone }: WantedName): boolean => zone === options.zone;
  if (snapshot === undefined || others.length === 0) return own.filter(inZone);
  return [own, ...others.map((other) => recordsOf(snapshot, other).names)].flat().filter(inZone);
};
