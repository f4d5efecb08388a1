import { mostSpecificZone } from '../../dns/canonicalName.ts';
import { addressOfReverseName } from '../../dns/reverseName.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { type ObjectRef, type OriginKey, objectRefKey, originRef } from '../../model/objectRef.ts';
import type { OriginSnapshot } from '../../model/originSnapshot.ts';
import { hasPodNames } from '../../records/hasPodNames.ts';
import { choosePointers } from '../../records/inside/choosePointers.ts';
import type { Pointer, PointerOptions, PointerPolicy } from '../../records/inside/pointersOf.ts';
import { isSelected } from '../../records/isSelected.ts';
import { leastTtl } from '../../records/leastTtl.ts';
import { liesInNetworks } from '../../records/liesInNetworks.ts';
import { nodeTree } from '../../records/nodeTree.ts';
import { pointersOfOrigin } from '../../records/pointersOfOrigin.ts';
import { nameUnit, unitOf } from '../../zone/unit.ts';
import { forwardLayout } from '../../zone/zoneLayout.ts';
import { createClusterIpOwners } from './clusterIpOwners.ts';
import type { DesiredZone, UnitSource } from './desiredZone.ts';
import { namespaceOfPodName } from './isNameAskedFor.ts';
import { noPresentNames } from './presence.ts';
import { createSelectedServices } from './selectedServices.ts';
import { territoryOwners } from './territoryOwners.ts';

export type ReverseZoneOptions = {
  /** One for each forward zone whose names the PTRs point at. */
  readonly pointers: readonly PointerOptions[];
  /** Whether a name belongs to this zone, and not to a more specific one. */
  readonly holds: (name: DomainName) => boolean;
  /**
   * False while the forward records of a Service are not written yet: then its PTRs may go, but none may
   * come.
   */
  readonly mayAdd: (key: OriginKey) => boolean;
};

export type ReverseZone = DesiredZone & {
  /**
   * Names of PTRs that go because of the Service as it is now: its own, and those that others have at a new
   * cluster IP of its. Cluster IPs count from here on, whether the Service's forward records are written or
   * not.
   */
  readonly losing: (key: OriginKey, snapshot: OriginSnapshot | undefined) => readonly DomainName[];
  /** Names that the object's PTRs in this zone are to point at. */
  readonly targets: (snapshot: OriginSnapshot) => readonly DomainName[];
};

/** The desired content of a reverse zone: one unit per address, which several Services may share. */
export const createReverseZone = (options: ReverseZoneOptions): ReverseZone => {
  const byService = new Map<OriginKey, readonly Pointer[]>();
  const byName = new Map<DomainName, Map<OriginKey, readonly Pointer[]>>();
  const clusterIps = createClusterIpOwners(options.holds);
  /** Names that have become those of a cluster IP, or are it no longer, and that were not reported yet. */
  const turned = new Set<DomainName>();
  const noteClusterIps = (key: OriginKey, snapshot: OriginSnapshot | undefined): void => {
    for (const name of clusterIps.put(key, snapshot)) turned.add(name);
  };
  const takeTurned = (): readonly DomainName[] => {
    const names = [...turned].filter((name) => byName.has(name));
    turned.clear();
    return names;
  };

  /** Which Services each forward zone selects, also those without pointers. */
  const forward = options.pointers.map(({ records }) => {
    const layout = forwardLayout(records.zone, { podNames: false });
    return { options: records, layout, owners: territoryOwners(records), services: createSelectedServices() };
  });
  const isOfSelected = (target: DomainName, address: string | undefined): boolean =>
    forward.some(({ options, layout, owners, services }) => {
      if (address !== undefined && !liesInNetworks(address, options)) return false;
      const namespace = namespaceOfPodName(target, layout.zone);
      if (namespace !== undefined) return hasPodNames(options) && services.anyIn(namespace);
      const node = nodeOfName(target, layout.zone);
      if (node !== undefined) return services.has(objectRefKey(node));
      const place = layout.placeOf(target);
      const unit = place.kind === 'territory' ? unitOf(place.unit) : undefined;
      return unit?.kind === 'object' && services.has(objectRefKey(owners.originOf(unit.key)));
    });

  const desiredOf = (snapshot: OriginSnapshot | undefined): readonly Pointer[] =>
    snapshot === undefined
      ? []
      : options.pointers
          .flatMap((pointer) => pointersOfOrigin(snapshot, pointer))
          .filter(({ name }) => options.holds(name));

  const set = (name: DomainName, key: OriginKey, pointers: readonly Pointer[]): void => {
    const candidates = byName.get(name) ?? new Map<OriginKey, readonly Pointer[]>();
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

  const candidatesAt = (name: DomainName): readonly Pointer[] => {
    const candidates = [...(byName.get(name)?.values() ?? [])].flat();
    return clusterIps.has(name) ? candidates.filter(({ heldBy }) => heldBy === 'service') : candidates;
  };

  const hasCandidates = (name: DomainName): boolean => !clusterIps.has(name) || candidatesAt(name).length > 0;

  const rrsetAt = (name: DomainName): Rrset | undefined => {
    const chosen = choose(candidatesAt(name));
    if (chosen.length === 0) return undefined;
    return {
      name,
      type: 'PTR',
      ttlSeconds: leastTtl(chosen),
      rdatas: chosen.map(({ target }) => target),
    };
  };

  return {
    put: (key, snapshot) => {
      for (const { options, services } of forward)
        services.put(key, snapshot !== undefined && isSelected(snapshot, options));
      noteClusterIps(key, snapshot);
      const touched = takeTurned();
      const before = byService.get(key) ?? [];
      const all = desiredOf(snapshot);
      const after = options.mayAdd(key) ? all : keptOf(before, all);
      if (before.length === 0 && after.length === 0) return touched.map(nameUnit);
      if (after.length === 0) byService.delete(key);
      else byService.set(key, after);
      const names = new Set([...before, ...after].map(({ name }) => name));
      const byOwner = Map.groupBy(after, ({ name }) => name);
      for (const name of names) set(name, key, byOwner.get(name) ?? []);
      return [...new Set([...names, ...touched])].map(nameUnit);
    },
    losing: (key, snapshot) => {
      noteClusterIps(key, snapshot);
      const taken = [...turned].filter((name) => byName.has(name) && clusterIps.has(name));
      const before = byService.get(key) ?? [];
      if (before.length === 0) return taken;
      const after = new Set(desiredOf(snapshot).map(identityOf));
      const gone = before.filter((old) => !after.has(identityOf(old))).map(({ name }) => name);
      return [...new Set([...gone, ...taken])];
    },
    targets: (snapshot) => desiredOf(snapshot).map(({ target }) => target),
    recall: () => undefined,
    before: () => undefined,
    textOf: () => undefined,
    makeRecalled: () => [],
    units: () => [...byName.keys()].filter(hasCandidates).map(nameUnit),
    source: (unit) => {
      const found = unitOf(unit);
      const rrset = found.kind === 'name' ? rrsetAt(found.name) : undefined;
      return rrset && { kind: 'listed', rrsets: [rrset] };
    },
    names: () => [],
    at: () => undefined,
    rrsetsOf: (source: UnitSource | undefined) => (source?.kind === 'listed' ? source.rrsets : []),
    waitsFor: () => undefined,
    requestersOf: () => [],
    anyWaits: () => false,
    present: noPresentNames,
    mayKeep: () => true,
    leftOut: () => noneLeftOut,
    originOf: originRef,
    isAskedFor: (key, before) => {
      const unit = unitOf(key);
      const isDesired = unit.kind === 'name' && byName.has(unit.name);
      if (isDesired) return true;
      const address = unit.kind === 'name' ? addressOfReverseName(unit.name)?.text : undefined;
      return targetsOf(before()).some((target) => isOfSelected(target, address));
    },
  };
};

const noneLeftOut: ReadonlyMap<OriginKey, number> = new Map();

/** Of the pointers that are desired now, those that were before. */
const keptOf = (before: readonly Pointer[], all: readonly Pointer[]): readonly Pointer[] => {
  const known = new Set(before.map(identityOf));
  return all.filter((pointer) => known.has(identityOf(pointer)));
};

/** The Node whose name this is; undefined for any other. */
const nodeOfName = (name: DomainName, zone: DomainName): ObjectRef | undefined => {
  const tree = `.${nodeTree(zone)}`;
  return name.endsWith(tree) ? { kind: 'Node', namespace: '', name: name.slice(0, -tree.length) } : undefined;
};

const targetsOf = (rrsets: readonly Rrset[]): readonly DomainName[] =>
  rrsets.flatMap(({ type, rdatas }) => (type === 'PTR' ? rdatas : []));

const identityOf = ({ name, target }: Pointer): string => `${name} ${target}`;
