import type { Clock } from '../clock.ts';
import type { Feed } from '../store/feed.ts';
import type { ObjectProblems } from '../store/objectProblems.ts';
import type { FeedStatus, SourceEvent } from '../store/objectSource.ts';
import type { ProjectionContext } from '../store/project/projection.ts';
import { type ResourceName, type ResourceObjects, resourcePath } from '../store/resources.ts';
import type { Transport } from './api/transport.ts';
import { feedHandlers } from './feedHandlers.ts';
import { apiShapes } from './protobuf/apiShapes.ts';
import { isolated } from './reflector/isolated.ts';
import { createReflector } from './reflector/reflector.ts';
import type { WatchList } from './reflector/reflectorMemory.ts';
import { refusalInWords } from './refusalInWords.ts';

export type FeedRunnerDeps = {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly context: ProjectionContext;
  readonly problems: ObjectProblems;
  readonly onEvent: (event: SourceEvent) => void;
};

export type FeedRunnerOptions<R extends ResourceName> = {
  readonly resource: R;
  readonly namespace: string | undefined;
  readonly selector: string | undefined;
  readonly watchList: WatchList;
  /** Path of the API group in the version that is read now; absent: the one that is read first. */
  readonly groupPath?: (() => string) | undefined;
  /** The API server says that it has no such resource. */
  readonly onMissing: () => void;
  /** Everything was read for the first time. */
  readonly onSynced: () => void;
};

/** One feed of the store, kept full by one reflector, that reports its state. */
export type FeedRunner = {
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly status: () => FeedStatus;
};

export const createFeedRunner = <R extends ResourceName>(
  deps: FeedRunnerDeps,
  feed: Feed<ResourceObjects[R]>,
  options: FeedRunnerOptions<R>,
): FeedRunner => {
  const { transport, clock, context, problems, onEvent } = deps;
  const { resource, namespace, selector, watchList } = options;
  const startedMs = clock.nowMs();
  const about = { resource, namespace };
  /** What was reported last, so that a fault that stays is reported once. */
  let reported: string | undefined;
  let syncedOnce = false;
  const report = (message: string | undefined): void => {
    if (message === reported) return;
    reported = message;
    onEvent(
      message === undefined
        ? { kind: 'feed-recovered', ...about }
        : { kind: 'feed-problem', ...about, message },
    );
  };
  const handlers = feedHandlers(feed, {
    ...about,
    context,
    problems,
    onConnected: () => report(undefined),
    onSynced: (objects) => {
      if (!syncedOnce)
        onEvent({ kind: 'feed-synced', ...about, objects, durationMs: clock.nowMs() - startedMs });
      if (!syncedOnce) options.onSynced();
      syncedOnce = true;
    },
  });
  const reflector = createReflector(
    {
      transport,
      clock,
      handlers: isolated(handlers, (error) =>
        report(`Cannot handle an object of ${resource}: ${String(error)}`),
      ),
      onNext: ({ problem, relist }, { ending }) => {
        if (relist !== undefined) onEvent({ kind: 'relist', ...about, reason: relist });
        if (problem !== undefined) report(refusalInWords(about, ending));
        if (ending.kind === 'refused' && ending.code === 404) options.onMissing();
      },
    },
    {
      path: () => resourcePath(resource, namespace, options.groupPath?.()),
      selector,
      watchList,
      itemShape: apiShapes[resource],
    },
  );
  return {
    run: reflector.run,
    status: () => {
      const { state, synced, lastEventMs, lastBookmarkMs, relists, stalenessMs, problem } =
        reflector.status();
      const words = problem === undefined ? undefined : (reported ?? problem);
      return { ...about, state, synced, lastEventMs, lastBookmarkMs, relists, stalenessMs, problem: words };
    },
  };
};
