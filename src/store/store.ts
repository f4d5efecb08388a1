import { type ObjectRef, type OriginKey, objectRefKey, originRef } from '../model/objectRef.ts';
import type { OriginSnapshot, SourceSnapshot } from '../model/originSnapshot.ts';
import type { Service, ServiceKey } from '../model/service.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import type { SourceName } from '../model/sourceName.ts';
import type { Feed } from './feed.ts';
import { type Absence, createFeeds } from './feeds.ts';
import { originTables } from './origins/originTables.ts';
import { type ResourceName, type ResourceObjects, resources } from './resources.ts';
import { sameParts } from './sameParts.ts';
import { createTables } from './tables.ts';

/**
 * The level: what the watched objects are right now. What must be in the zone is a function of its snapshots,
 * never of the order in which events came.
 */
export type Store = {
  /**
   * The object and all that decides its records; undefined when it does not exist or is not selected. Equal
   * references mean no change.
   */
  readonly snapshot: (key: OriginKey) => OriginSnapshot | undefined;
  /** Every object that names come from, exists and is selected: Services first. */
  readonly keys: () => readonly OriginKey[];
  /**
   * Whether objects of this namespace count. Where namespaces are selected by their labels, one that does not
   * exist is `not-known`.
   */
  readonly namespaceState: (namespace: string) => 'selected' | 'not-selected' | 'not-known';
  /** The API server has no objects of this kind, for now: what is known of them is of an earlier time. */
  readonly isAbsent: (kind: string) => boolean;
  readonly anyAbsent: () => boolean;
  /** Every feed has been complete once. Until then a Service that is not here may exist all the same. */
  readonly synced: () => boolean;
  /** Objects held of each resource. */
  readonly counts: () => Readonly<Record<ResourceName, number>>;
  /**
   * Addresses of endpoints of all selected Services. Counted when asked for, and again only after a change.
   */
  readonly endpoints: () => number;
  /**
   * Opens a feed for one resource, in one namespace or (undefined) in all. {@link Store.synced} waits for
   * every one that is open.
   */
  readonly open: <R extends ResourceName>(resource: R, namespace?: string) => Feed<ResourceObjects[R]>;
  /** Calls the listener from now on, until the function that is returned is called. */
  readonly subscribe: (listener: StoreListener) => () => void;
};

/** What a subscriber is called for. A call for a change comes within the change, after the store has it. */
export type StoreListener = {
  /** One more of all that exists has been read. The store has it when all of it has been. */
  readonly onComing?: () => void;
  /** Look at this object again: it, or something else that decides its records, changed, came or went. */
  readonly onDirty?: (key: OriginKey) => void;
  /** Objects of a kind that the API server did not have can be read now, and have been. */
  readonly onServed?: (kind: string) => void;
  /** Once: every feed is complete. */
  readonly onSynced?: () => void;
};

export type StoreOptions = {
  /** What names come from, beside Services. Absent: nothing. */
  readonly sources?: readonly SourceName[];
  /**
   * Selects namespaces by their labels; a namespace that is not known is not selected. Absent: all, and no
   * labels are kept.
   */
  readonly selectsNamespace?: (labels: Readonly<Record<string, string>>) => boolean;
  /** Whether nodes decide the records of a Service. Absent: of none. */
  readonly readsNodes?: (service: Service) => boolean;
  /** Services that rules for classes of Ingresses name. */
  readonly ingressServices?: readonly ServiceKey[];
};

export const createStore = (options: StoreOptions = {}): Store => {
  let endpoints: number | undefined;
  const listeners = new Set<StoreListener>();
  const tables = createTables(
    {
      onDirty: (key) => {
        endpoints = undefined;
        for (const listener of listeners) listener.onDirty?.(key);
      },
      readsNodes: options.readsNodes ?? (() => false),
    },
    (options.sources ?? []).flatMap((source) => originTables[source]),
    options.ingressServices,
  );
  const feeds = createFeeds({
    onComing: () => {
      for (const listener of listeners) listener.onComing?.();
    },
    onSynced: () => {
      for (const listener of listeners) listener.onSynced?.();
    },
  });
  /** Kinds that the API server does not have, each with the feeds that found it so. */
  const absent = new Map<string, Set<object>>();
  const absenceOf = (resource: ResourceName): Absence => {
    const { kind } = resources[resource];
    return {
      begins: (feed) => void absent.set(kind, (absent.get(kind) ?? new Set()).add(feed)),
      ends: (feed) => {
        const found = absent.get(kind);
        if (found?.delete(feed) !== true || found.size > 0) return;
        absent.delete(kind);
        for (const listener of listeners) listener.onServed?.(kind);
      },
    };
  };
  const snapshots = new Map<OriginKey, OriginSnapshot>();
  const namespaceState: Store['namespaceState'] = (namespace) => {
    if (options.selectsNamespace === undefined || namespace === '') return 'selected';
    const found = tables.byResource.namespaces.objects.get(`/${namespace}`);
    if (found === undefined) return 'not-known';
    return options.selectsNamespace(found.labels) ? 'selected' : 'not-selected';
  };
  const isSelected = (namespace: string): boolean => namespaceState(namespace) === 'selected';
  const selected = (service: Service): boolean => isSelected(service.namespace);
  const serviceNow = (key: ServiceKey): ServiceSnapshot | undefined => {
    const service = tables.byResource.services.objects.get(key);
    return service === undefined || !selected(service) ? undefined : tables.snapshotOf(key, service);
  };
  const sourceNow = (ref: ObjectRef): SourceSnapshot | undefined =>
    isSelected(ref.namespace) ? tables.origins.get(ref.kind)?.snapshot(ref) : undefined;
  const snapshotNow = (key: OriginKey): OriginSnapshot | undefined => {
    const ref = originRef(key);
    return ref.kind === 'Service' ? serviceNow(key) : sourceNow(ref);
  };
  const countEndpoints = (): number => {
    let count = 0;
    for (const [key, service] of tables.byResource.services.objects) {
      if (!selected(service)) continue;
      for (const slice of tables.snapshotOf(key, service).slices) count += slice.endpoints.length;
    }
    return count;
  };
  return {
    snapshot: (key) => {
      const next = snapshotNow(key);
      if (next === undefined) {
        snapshots.delete(key);
        return undefined;
      }
      const current = snapshots.get(key);
      if (current !== undefined && sameParts(current, next)) return current;
      snapshots.set(key, next);
      return next;
    },
    keys: () => {
      const keys: OriginKey[] = [];
      for (const [key, service] of tables.byResource.services.objects) if (selected(service)) keys.push(key);
      for (const { refs } of tables.origins.values())
        for (const ref of refs()) if (isSelected(ref.namespace)) keys.push(objectRefKey(ref));
      return keys;
    },
    namespaceState,
    synced: feeds.synced,
    counts: tables.counts,
    endpoints: () => (endpoints ??= countEndpoints()),
    isAbsent: (kind) => absent.has(kind),
    anyAbsent: () => absent.size > 0,
    open: (resource, namespace) => feeds.open(tables.of(resource), namespace, absenceOf(resource)),
    subscribe: (listener) => {
      // A copy: a listener that is subscribed twice is called twice, and each subscription ends by itself.
      const subscribed = { ...listener };
      listeners.add(subscribed);
      return () => void listeners.delete(subscribed);
    },
  };
};
