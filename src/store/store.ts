import type { Service, ServiceKey } from '../model/service.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import type { Feed } from './feed.ts';
import { createFeeds } from './feeds.ts';
import type { ResourceName, ResourceObjects } from './resources.ts';
import { createTables } from './tables.ts';

/**
 * The level: what the watched objects are right now. What must be in the zone is a function of its snapshots,
 * never of the order in which events came.
 */
export type Store = {
  /**
   * The Service and all that decides its records; undefined when it does not exist or is not selected. Equal
   * references mean no change.
   */
  readonly snapshot: (key: ServiceKey) => ServiceSnapshot | undefined;
  /** Every Service that exists and is selected. */
  readonly keys: () => readonly ServiceKey[];
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

/** What a subscriber is called for. Each call comes within the change itself, after the store has it. */
export type StoreListener = {
  /** Look at this Service again: it, its slices or its namespace's labels changed, came or went. */
  readonly onDirty?: (key: ServiceKey) => void;
  /** Something that decides the records of every Service changed (nodes). */
  readonly onAllDirty?: () => void;
  /** Once: every feed is complete. */
  readonly onSynced?: () => void;
};

export type StoreOptions = {
  /**
   * Selects namespaces by their labels; a namespace that is not known is not selected. Absent: all, and no
   * labels are kept.
   */
  readonly selectsNamespace?: (labels: Readonly<Record<string, string>>) => boolean;
};

export const createStore = (options: StoreOptions = {}): Store => {
  let endpoints: number | undefined;
  const listeners = new Set<StoreListener>();
  const tables = createTables({
    onAllDirty: () => {
      for (const listener of listeners) listener.onAllDirty?.();
    },
    onDirty: (key) => {
      endpoints = undefined;
      for (const listener of listeners) listener.onDirty?.(key);
    },
  });
  const feeds = createFeeds(() => {
    for (const listener of listeners) listener.onSynced?.();
  });
  const snapshots = new Map<ServiceKey, ServiceSnapshot>();
  const selected = (service: Service): boolean => {
    if (options.selectsNamespace === undefined) return true;
    const namespace = tables.byResource.namespaces.objects.get(`/${service.namespace}`);
    return namespace !== undefined && options.selectsNamespace(namespace.labels);
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
      const service = tables.byResource.services.objects.get(key);
      if (service === undefined || !selected(service)) {
        snapshots.delete(key);
        return undefined;
      }
      const current = snapshots.get(key);
      const next = tables.snapshotOf(key, service);
      if (current !== undefined && sameParts(current, next)) return current;
      snapshots.set(key, next);
      return next;
    },
    keys: () => {
      const keys: ServiceKey[] = [];
      for (const [key, service] of tables.byResource.services.objects) if (selected(service)) keys.push(key);
      return keys;
    },
    synced: feeds.synced,
    counts: tables.counts,
    endpoints: () => (endpoints ??= countEndpoints()),
    open: (resource, namespace) => feeds.open(tables.of(resource), namespace),
    subscribe: (listener) => {
      // A copy: a listener that is subscribed twice is called twice, and each subscription ends by itself.
      const subscribed = { ...listener };
      listeners.add(subscribed);
      return () => void listeners.delete(subscribed);
    },
  };
};

const sameParts = (a: ServiceSnapshot, b: ServiceSnapshot): boolean =>
  a.service === b.service &&
  a.slices === b.slices &&
  a.nodes === b.nodes &&
  a.namespaceLabels === b.namespaceLabels;
