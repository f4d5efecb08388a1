import { type ResourceName, resources } from '../store/resources.ts';
import type { Store } from '../store/store.ts';
import { discover } from './api/discovery.ts';
import { servedVersions } from './api/servedVersions.ts';
import type { FeedRunnerDeps } from './feedRunner.ts';
import { openResourceWatch, type ResourceWatch, type ResourceWatchOptions } from './resourceWatch.ts';

/**
 * The watch over a custom resource, whose definition may be installed later, or not at all. Until then it is
 * said once, nobody waits for it, and the reflector goes on asking, at most 30 s apart.
 */
export const openCustomWatch = (
  deps: FeedRunnerDeps,
  store: Store,
  options: Omit<ResourceWatchOptions, 'onMissing'>,
): ResourceWatch => {
  const { resource } = options;
  let signal = AbortSignal.abort();
  let checking = false;
  const check = async (): Promise<void> => {
    if (checking || signal.aborted) return;
    checking = true;
    const found = await discover(deps.transport, resource, signal);
    checking = false;
    if (found.kind !== 'absent' || signal.aborted) return;
    watch.absent();
    const message = absentText(resource, await servedVersions(deps.transport, resource, signal));
    deps.onEvent({ kind: 'feed-problem', resource, namespace: undefined, message });
  };
  const watch = openResourceWatch(deps, store, { ...options, onMissing: () => void check() });
  return {
    ...watch,
    run: (untilAborted) => {
      signal = untilAborted;
      return watch.run(untilAborted);
    },
  };
};

const absentText = (resource: ResourceName, versions: readonly string[]): string => {
  const { qualifiedName, groupPath } = resources[resource];
  const version = groupPath.slice(groupPath.lastIndexOf('/') + 1);
  const found =
    versions.length === 0
      ? 'the API server has no such resource'
      : `the API server serves ${versions.join(', ')}`;
  return `Cannot watch ${qualifiedName}: ${found}, needed its definition (CRD) with version ${version}; names that were made of it before stay`;
};
