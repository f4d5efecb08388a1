import { groupPathsOf, type ResourceName, resources } from '../store/resources.ts';
import type { Store } from '../store/store.ts';
import { discover } from './api/discovery.ts';
import { servedVersions } from './api/servedVersions.ts';
import type { FeedRunnerDeps } from './feedRunner.ts';
import { openResourceWatch, type ResourceWatch, type ResourceWatchOptions } from './resourceWatch.ts';

/**
 * The watch over a custom resource, whose definition may be installed later, or not at all. Until then it
 * is said once, nobody waits for it, and the reflector goes on asking, at most 30 s apart. Of the versions
 * that are read here the best one that is served is read; where that is an older one, it is said.
 */
export const openCustomWatch = (
  deps: FeedRunnerDeps,
  store: Store,
  options: Omit<ResourceWatchOptions, 'onMissing' | 'groupPath'>,
): ResourceWatch => {
  const { resource } = options;
  let signal = AbortSignal.abort();
  let checking = false;
  let { groupPath } = resources[resource];
  const report = (message: string): void =>
    deps.onEvent({ kind: 'feed-problem', resource, namespace: undefined, message });
  const check = async (): Promise<void> => {
    if (checking || signal.aborted) return;
    checking = true;
    const found = await discover(deps.transport, resource, signal);
    checking = false;
    if (signal.aborted) return;
    if (found.kind === 'served' && found.groupPath !== groupPath) {
      ({ groupPath } = found);
      if (groupPath !== resources[resource].groupPath) report(olderText(resource, groupPath));
    }
    if (found.kind !== 'absent') return;
    watch.absent();
    report(absentText(resource, await servedVersions(deps.transport, resource, signal)));
  };
  const watch = openResourceWatch(deps, store, {
    ...options,
    groupPath: () => groupPath,
    onMissing: () => void check(),
  });
  return {
    ...watch,
    run: (untilAborted) => {
      signal = untilAborted;
      return watch.run(untilAborted);
    },
  };
};

const versionOf = (groupPath: string): string => groupPath.slice(groupPath.lastIndexOf('/') + 1);

const olderText = (resource: ResourceName, served: string): string => {
  const { qualifiedName, groupPath } = resources[resource];
  return `Cannot watch ${qualifiedName} in version ${versionOf(groupPath)}: the API server serves ${versionOf(served)}, which is read in its place`;
};

const absentText = (resource: ResourceName, versions: readonly string[]): string => {
  const { qualifiedName } = resources[resource];
  const needed = groupPathsOf(resource).map(versionOf).join(' or ');
  const found =
    versions.length === 0
      ? 'the API server has no such resource'
      : `the API server serves ${versions.join(', ')}`;
  return `Cannot watch ${qualifiedName}: ${found}, needed its definition (CRD) with version ${needed}; names that were made of it before stay`;
};
