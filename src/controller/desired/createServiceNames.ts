import type { Rrset } from '../../dns/rrset.ts';
import { type OriginKey, objectRefKey, refOfService } from '../../model/objectRef.ts';
import { isServiceSnapshot, type OriginSnapshot, originOfSnapshot } from '../../model/originSnapshot.ts';
import type { ServiceKey } from '../../model/service.ts';
import { objectUnit } from '../../zone/unit.ts';
import { forwardZoneOf, type ZoneAmongOthers } from './forwardZoneOf.ts';

/** The names that Services have by the zones of the configuration, when nobody else holds them. */
export type ServiceNames = {
  /** Takes in the cluster as it is now; what did not change since the last time costs little. */
  readonly put: (snapshots: readonly OriginSnapshot[]) => void;
  /** Of one Service, sorted by zone, its own name below `svc` first. */
  readonly of: (key: ServiceKey) => readonly string[];
};

/** Names with addresses, or that lead to such; of several Services that request one the winner has it. */
export const createServiceNames = (zones: readonly ZoneAmongOthers[]): ServiceNames => {
  const desired = zones.map((zone) =>
    forwardZoneOf(zone, zones, { onProblems: () => undefined, onContest: () => undefined }),
  );
  let taken = new Set<OriginKey>();
  let services: readonly ServiceKey[] = [];
  let names = new Map<ServiceKey, string[]>();
  const collect = (): void => {
    for (const zone of desired) {
      for (const key of services) {
        const rrsets = zone.rrsetsOf(zone.source(objectUnit(key)));
        add(key, namesAt(rrsets.filter(({ name }) => name === rrsets[0]?.name)));
      }
      for (const name of zone.names()) {
        const there = zone.at(name);
        if (there !== undefined) add(objectRefKey(there.origin), namesAt(there.rrsets));
      }
    }
  };
  const add = (key: ServiceKey, found: readonly string[]): void => {
    if (found.length > 0) names.set(key, [...new Set([...(names.get(key) ?? []), ...found])]);
  };
  return {
    put: (snapshots) => {
      const now = new Map(snapshots.map((one) => [objectRefKey(originOfSnapshot(one).ref), one]));
      for (const zone of desired) {
        for (const key of taken) if (!now.has(key)) zone.put(key, undefined);
        for (const [key, snapshot] of now) zone.put(key, snapshot);
      }
      taken = new Set(now.keys());
      services = snapshots
        .filter(isServiceSnapshot)
        .map(({ service }) => objectRefKey(refOfService(service)));
      names = new Map();
      collect();
    },
    of: (key) => names.get(key) ?? [],
  };
};

const namesAt = (rrsets: readonly Rrset[]): readonly string[] =>
  rrsets.filter(({ type }) => addressTypes.has(type)).map(({ name }) => name);

const addressTypes: ReadonlySet<string> = new Set(['A', 'AAAA', 'CNAME']);
