import type { FeedStatus } from '../store/objectSource.ts';
import { type ResourceName, resources } from '../store/resources.ts';
import type { Store } from '../store/store.ts';
import { createFeedRunner, type FeedRunner, type FeedRunnerDeps } from './feedRunner.ts';
import type { WatchList } from './reflector/reflectorMemory.ts';

export type ResourceWatchOptions = {
  readonly resource: ResourceName;
  /** Absent: one watch over all namespaces; else one for each, which needs permissions in these alone. */
  readonly namespaces: readonly string[] | undefined;
  readonly selector: string | undefined;
  readonly watchList: WatchList;
  /** Path of the API group in the version that is read now; absent: the one that is read first. */
  readonly groupPath?: () => string;
  readonly onMissing?: () => void;
  /** Everything of this resource was read for the first time. */
  readonly onSynced?: () => void;
};

/** The watch over one resource: a feed of the store and a connection for each namespace that is asked for. */
export type ResourceWatch = {
  readonly resource: ResourceName;
  /** Resolves when the signal aborts or {@link ResourceWatch.stop} is called. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** Watches no more; the store keeps what it has. */
  readonly stop: () => void;
  /**
   * Watches no more, and nobody waits for it: another watch over the same resource takes over what it
   * brought.
   */
  readonly handOver: () => void;
  /** The API server has no such resource: nobody waits for it. It is asked for again all the same. */
  readonly absent: () => void;
  /** Takes what it brought out of the store. */
  readonly close: () => void;
  readonly status: () => readonly FeedStatus[];
};

export const openResourceWatch = (
  deps: FeedRunnerDeps,
  store: Store,
  options: ResourceWatchOptions,
): ResourceWatch => {
  const { resource, namespaces, selector, watchList } = options;
  const stopper = new AbortController();
  const places = resources[resource].namespaced && namespaces !== undefined ? namespaces : [undefined];
  let unsynced = places.length;
  let isAbsent = false;
  const onSynced = (): void => {
    unsynced -= 1;
    if (unsynced === 0) options.onSynced?.();
  };
  const onMissing = options.onMissing ?? (() => undefined);
  const feeds = places.map((namespace) => store.open(resource, namespace));
  const runners = feeds.map((feed, index): FeedRunner => {
    const { groupPath } = options;
    const place = { resource, namespace: places[index], groupPath };
    const runnerOptions = { ...place, selector, watchList, onMissing, onSynced };
    return createFeedRunner(deps, feed, runnerOptions);
  });
  return {
    resource,
    run: async (signal) => {
      const both = AbortSignal.any([signal, stopper.signal]);
      await Promise.all(runners.map((runner) => runner.run(both)));
    },
    stop: () => stopper.abort(),
    handOver: () => {
      stopper.abort();
      for (const feed of feeds) feed.synced();
    },
    absent: () => {
      isAbsent = true;
      for (const feed of feeds) feed.absent();
    },
    close: () => {
      for (const feed of feeds) feed.close();
    },
    status: () =>
      runners.map((runner) => ({ ...runner.status(), absent: isAbsent && !runner.status().synced })),
  };
};
