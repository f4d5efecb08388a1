import { mostSpecificZone } from '../../dns/canonicalName.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import type { ServiceKey } from '../../model/service.ts';
import type { ServiceSnapshot } from '../../model/serviceSnapshot.ts';
import {
  choosePointers,
  type Pointer,
  type PointerOptions,
  type PointerPolicy,
  pointersOf,
} from '../../records/inside/pointersOf.ts';
import { isSelected } from '../../records/serviceContext.ts';
import { nameUnit, unitOf } from '../../zone/unit.ts';
import { forwardLayout } from '../../zone/zoneLayout.ts';
import type { DesiredZone, UnitSource } from './desiredZone.ts';
import { createSelectedServices } from './selectedServices.ts';

export type ReverseZoneOptions = {
  readonly zone: DomainName;
  /** One for each forward zone whose names the PTRs point at. */
  readonly pointers: readonly PointerOptions[];
  /** Whether a name belongs to this zone, and not to a more specific one. */
  readonly holds: (name: DomainName) => boolean;
  /**
   * False while the forward records of a Service are not written yet: then its PTRs may go, but none may
   * come.
   */
  readonly mayAdd: (key: ServiceKey) => boolean;
};

export type ReverseZone = DesiredZone & {
  /** Names of PTRs that the Service has and, as it is now, loses. */
  readonly losing: (key: ServiceKey, snapshot: ServiceSnapshot | undefined) => readonly DomainName[];
};

/** The desired content of a reverse zone: one unit per address, which several Services may share. */
export const createReverseZone = (options: ReverseZoneOptions): ReverseZone => {
  const byService = new Map<ServiceKey, readonly Pointer[]>();
  const byName = new Map<DomainName, Map<ServiceKey, readonly Pointer[]>>();

  /** Which Services each forward zone selects, also those without pointers. */
  const forward = options.pointers.map(({ records }) => {
    const layout = forwardLayout(records.zone, { podNames: false });
    return { options: records, layout, services: createSelectedServices() };
  });
  const isOfSelected = (target: DomainName): boolean =>
    forward.some(({ layout, services }) => {
      const place = layout.placeOf(target);
      const unit = place.kind === 'territory' ? unitOf(place.unit) : undefined;
      return unit?.kind === 'object' && services.has(unit.key);
    });

  const desiredOf = (snapshot: ServiceSnapshot | undefined): readonly Pointer[] =>
    snapshot === undefined
      ? []
      : options.pointers
          .flatMap((pointer) => pointersOf(snapshot, pointer))
          .filter(({ name }) => options.holds(name));

  const set = (name: DomainName, key: ServiceKey, pointers: readonly Pointer[]): void => {
    const candidates = byName.get(name) ?? new Map<ServiceKey, readonly Pointer[]>();
    if (pointers.length === 0) candidates.delete(key);
    else candidates.set(key, pointers);
    if (candidates.size === 0) byName.delete(name);
    else byName.set(name, candidates);
  };

  /** Each forward zone has its own policy. */
  const choose = (candidates: readonly Pointer[]): readonly Pointer[] => {
    const [first, ...others] = options.pointers;
    const policy = first?.policy ?? 'all';
    if (others.every((other) => other.policy === policy)) return choosePointers(candidates, policy);
    const byPolicy = Map.groupBy(candidates, ({ target }) => policyOf(target));
    const chosen = [...byPolicy].flatMap(([policy, group]) => choosePointers(group, policy));
    return choosePointers(chosen, 'all');
  };
  const zones = options.pointers.map(({ records }) => records.zone);
  const policyOf = (target: DomainName): PointerPolicy => {
    const zone = mostSpecificZone(target, zones);
    return options.pointers.find(({ records }) => records.zone === zone)?.policy ?? 'all';
  };

  const rrsetAt = (name: DomainName): Rrset | undefined => {
    const candidates = byName.get(name);
    if (candidates === undefined) return undefined;
    const chosen = choose([...candidates.values()].flat());
    return {
      name,
      type: 'PTR',
      ttlSeconds: Math.min(...chosen.map(({ ttlSeconds }) => ttlSeconds)),
      rdatas: chosen.map(({ target }) => target),
    };
  };

  return {
    put: (key, snapshot) => {
      for (const { options, services } of forward)
        services.put(key, snapshot !== undefined && isSelected(snapshot, options));
      const before = byService.get(key) ?? [];
      const all = desiredOf(snapshot);
      const after = options.mayAdd(key) ? all : keptOf(before, all);
      if (before.length === 0 && after.length === 0) return [];
      if (after.length === 0) byService.delete(key);
      else byService.set(key, after);
      const names = new Set([...before, ...after].map(({ name }) => name));
      const byOwner = Map.groupBy(after, ({ name }) => name);
      for (const name of names) set(name, key, byOwner.get(name) ?? []);
      return [...names].map(nameUnit);
    },
    losing: (key, snapshot) => {
      const before = byService.get(key) ?? [];
      if (before.length === 0) return [];
      const after = new Set(desiredOf(snapshot).map(identityOf));
      return before.filter((old) => !after.has(identityOf(old))).map(({ name }) => name);
    },
    units: () => [...byName.keys()].map(nameUnit),
    source: (unit) => {
      const found = unitOf(unit);
      const rrset = found.kind === 'name' ? rrsetAt(found.name) : undefined;
      return rrset && { kind: 'listed', rrsets: [rrset] };
    },
    names: () => [],
    at: () => undefined,
    rrsetsOf: (source: UnitSource | undefined) => (source?.kind === 'listed' ? source.rrsets : []),
    isAskedFor: (key, before) => {
      const unit = unitOf(key);
      const isDesired = unit.kind === 'name' && byName.has(unit.name);
      return isDesired || targetsOf(before()).some(isOfSelected);
    },
  };
};

/** Of the pointers that are desired now, those that were before. */
const keptOf = (before: readonly Pointer[], all: readonly Pointer[]): readonly Pointer[] => {
  const known = new Set(before.map(identityOf));
  return all.filter((pointer) => known.has(identityOf(pointer)));
};

const targetsOf = (rrsets: readonly Rrset[]): readonly DomainName[] =>
  rrsets.flatMap(({ type, rdatas }) => (type === 'PTR' ? rdatas : []));

const identityOf = ({ name, target }: Pointer): string => `${name} ${target}`;
