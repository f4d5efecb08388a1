import { pause } from '../pause.ts';
import type { FeedStatus } from '../store/objectSource.ts';
import type { Store } from '../store/store.ts';
import { discover } from './api/discovery.ts';
import type { FeedRunnerDeps } from './feedRunner.ts';
import { openResourceWatch, type ResourceWatch, type ResourceWatchOptions } from './resourceWatch.ts';

/** How often a cluster without EndpointSlices is asked whether it has them by now. */
const recheckMs = 600_000;

/**
 * Watches EndpointSlices, or Endpoints where the API server does not serve them; never both for longer than a
 * change-over.
 */
export type EndpointWatch = {
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly status: () => readonly FeedStatus[];
};

/**
 * Begins with EndpointSlices without asking; a 404 makes it ask. What was watched before stays in the store
 * until what replaces it is complete, so a change-over is no empty moment.
 */
export const openEndpointWatch = (
  deps: FeedRunnerDeps,
  store: Store,
  options: Omit<ResourceWatchOptions, 'resource' | 'onMissing' | 'onSynced'>,
): EndpointWatch => {
  const running = new Set<Promise<void>>();
  let signal = AbortSignal.abort();
  let previous: ResourceWatch | undefined;
  let checking = false;

  const open = (resource: 'endpointslices' | 'endpoints'): ResourceWatch =>
    openResourceWatch(deps, store, {
      ...options,
      resource,
      onMissing: () => void check(),
      onSynced: () => {
        previous?.stop();
        previous?.close();
        previous = undefined;
      },
    });
  let current = open('endpointslices');

  const start = (watch: ResourceWatch): void => {
    const run = watch.run(signal).finally(() => running.delete(run));
    running.add(run);
  };
  const changeTo = (resource: 'endpointslices' | 'endpoints'): void => {
    // The change was taken back before it was complete. What the earlier watch brought is the last that is
    // known, so it stays until the new watch has everything.
    const before = previous;
    previous = current;
    if (resource === 'endpoints') previous.stop();
    current = open(resource);
    before?.handOver();
    start(current);
  };
  const check = async (): Promise<void> => {
    if (checking || signal.aborted) return;
    checking = true;
    const found = await discover(deps.transport, 'endpointslices', signal);
    checking = false;
    if (signal.aborted) return;
    if (found.kind === 'absent' && current.resource === 'endpointslices') changeTo('endpoints');
    else if (found.kind === 'served' && current.resource === 'endpoints') changeTo('endpointslices');
  };
  const recheck = async (): Promise<void> => {
    while (!signal.aborted) {
      await pause(deps.clock, recheckMs, signal);
      if (current.resource === 'endpoints') await check();
    }
  };
  return {
    run: async (untilAborted) => {
      signal = untilAborted;
      start(current);
      await recheck();
      await Promise.all(running);
    },
    status: () => current.status(),
  };
};
