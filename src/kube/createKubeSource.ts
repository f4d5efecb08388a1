import { type Clock, systemClock } from '../clock.ts';
import type { Service } from '../model/service.ts';
import type { SourceName } from '../model/sourceName.ts';
import { namespacesToRead } from '../store/namespacesToRead.ts';
import { createObjectProblems } from '../store/objectProblems.ts';
import type { FeedStatus, ObjectSource, Selection, SourceEvent } from '../store/objectSource.ts';
import { createInterner } from '../store/project/interner.ts';
import type { ProjectionNeeds } from '../store/project/projection.ts';
import { type ResourceName, resources } from '../store/resources.ts';
import { sourceResources } from '../store/sourceResources.ts';
import { createStore, type Store } from '../store/store.ts';
import type { Transport } from './api/transport.ts';
import { openEndpointWatch } from './endpointWatch.ts';
import type { FeedRunnerDeps } from './feedRunner.ts';
import { openCustomWatch } from './openCustomWatch.ts';
import type { WatchList } from './reflector/reflectorMemory.ts';
import { openResourceWatch } from './resourceWatch.ts';

export type KubeSourceOptions = {
  readonly transport: Transport;
  readonly selection?: Selection;
  readonly needs: ProjectionNeeds;
  /** What names come from. */
  readonly sources: readonly SourceName[];
  /** Endpoints are watched: EndpointSlices wherever the API server has them, else Endpoints. */
  readonly endpoints: boolean;
  /** What is read besides the resources of the sources, because of other options. */
  readonly besides?: readonly ResourceName[];
  /** Whether nodes decide the records of a Service. Absent: of none. */
  readonly readsNodes?: (service: Service) => boolean;
  readonly onEvent?: (event: SourceEvent) => void;
  /** Absent: `again`. `off`: for API servers whose watch with initial events is at fault. */
  readonly watchList?: WatchList;
  readonly clock?: Clock;
};

/**
 * The model from the Kubernetes API, kept in step with it by a watch for each resource (and each selected
 * namespace).
 */
export const createKubeSource = (options: KubeSourceOptions): ObjectSource => {
  const { transport, selection = {}, onEvent = () => undefined, clock = systemClock } = options;
  const store = createStore({
    ...selection,
    sources: options.sources,
    ...(options.readsNodes === undefined ? {} : { readsNodes: options.readsNodes }),
  });
  const problems = createObjectProblems((problem) => onEvent({ kind: 'object-problem', problem }));
  const context = { needs: options.needs, interner: createInterner() };
  const watches = openWatches({ transport, clock, context, problems, onEvent }, store, options);
  const feeds = (): readonly FeedStatus[] => watches.flatMap((watch) => watch.status());
  return {
    store,
    start: async (signal) => {
      await Promise.all(watches.map((watch) => watch.run(signal)));
    },
    status: () => ({
      synced: store.synced(),
      stalenessMs: Math.max(0, ...feeds().map((feed) => feed.stalenessMs)),
      feeds: feeds(),
      objectProblems: problems.list(),
    }),
  };
};

type Watch = {
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly status: () => readonly FeedStatus[];
};

/** All are opened before the first one runs, so that the store cannot be taken for synced in between. */
const openWatches = (deps: FeedRunnerDeps, store: Store, options: KubeSourceOptions): readonly Watch[] => {
  const { selection = {}, watchList = 'again' } = options;
  const { namespaces, selector } = selection;
  const open = (resource: ResourceName): Watch =>
    (resources[resource].custom === true ? openCustomWatch : openResourceWatch)(deps, store, {
      resource,
      namespaces: namespacesToRead(resource, selection),
      watchList,
      selector: resource === 'services' ? selector : undefined,
    });
  const needed = new Set([
    ...options.sources.flatMap((source) => sourceResources[source]),
    ...(options.besides ?? []),
  ]);
  if (selection.selectsNamespace !== undefined) needed.add('namespaces');
  return [
    ...[...needed].map(open),
    ...(options.endpoints
      ? [openEndpointWatch(deps, store, { namespaces, watchList, selector: undefined })]
      : []),
  ];
};
