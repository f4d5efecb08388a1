import type { Feed } from '../store/feed.ts';
import { objectKey, objectMeta } from '../store/objectKey.ts';
import type { ObjectProblems } from '../store/objectProblems.ts';
import { project } from '../store/project/project.ts';
import type { ProjectionContext } from '../store/project/projection.ts';
import type { ResourceName, ResourceObjects } from '../store/resources.ts';
import type { ReflectorHandlers } from './reflector/reflection.ts';

export type FeedHandlersOptions<R extends ResourceName> = {
  readonly resource: R;
  readonly namespace: string | undefined;
  readonly context: ProjectionContext;
  readonly problems: ObjectProblems;
  readonly onSynced: (objects: number) => void;
  readonly onConnected: () => void;
};

/** Joins a reflector to a feed of the store: API objects in, projected objects out, problems noted. */
export const feedHandlers = <R extends ResourceName>(
  feed: Feed<ResourceObjects[R]>,
  { resource, namespace, context, problems, onSynced, onConnected }: FeedHandlersOptions<R>,
): ReflectorHandlers<ResourceObjects[R]> => {
  let objects = 0;
  return {
    project: (json) => {
      const meta = objectMeta(json);
      const projection = project(resource, json, context);
      problems.set(
        { resource, namespace: meta?.namespace ?? '', name: meta?.name ?? '' },
        projection.problems,
      );
      return { key: meta && objectKey(meta), object: projection.object };
    },
    shared: feed.shared,
    upsert: feed.upsert,
    delete: (key) => {
      feed.delete(key);
      problems.forget((problem) => problem.resource === resource && objectKey(problem) === key);
    },
    replace: (all) => {
      objects = all.size;
      feed.replace(all);
      problems.forget(
        (problem) =>
          problem.resource === resource &&
          (namespace === undefined || problem.namespace === namespace) &&
          !all.has(objectKey(problem)),
      );
    },
    synced: () => {
      feed.synced();
      onSynced(objects);
    },
    connected: onConnected,
  };
};
