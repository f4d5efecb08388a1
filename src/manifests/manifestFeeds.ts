import type { Service } from '../model/service.ts';
import type { Feed } from '../store/feed.ts';
import { objectAt } from '../store/jsonObject.ts';
import type { ObjectKey } from '../store/objectKey.ts';
import { objectKey, objectMeta } from '../store/objectKey.ts';
import type { ObjectProblems } from '../store/objectProblems.ts';
import type { Selection } from '../store/objectSource.ts';
import { pickLabels } from '../store/project/pickLabels.ts';
import { project } from '../store/project/project.ts';
import type { ProjectionContext } from '../store/project/projection.ts';
import { type ResourceName, type ResourceObjects, resourceNames, resources } from '../store/resources.ts';
import type { Store } from '../store/store.ts';
import type { ManifestObject } from './parseManifest.ts';

export type ManifestFeeds = {
  /** Makes the store hold just these objects. */
  readonly replace: (objects: readonly ManifestObject[]) => void;
  readonly synced: () => void;
};

export type ManifestFeedsOptions = {
  readonly context: ProjectionContext;
  readonly selection: Selection;
  readonly problems: ObjectProblems;
};

/** One feed of the store for each resource, filled from manifests as the API server would fill it. */
export const openManifestFeeds = (store: Store, options: ManifestFeedsOptions): ManifestFeeds => {
  const feeds = resourceNames.map((resource) => openFeed(store.open(resource), resource, options));
  return {
    replace: (objects) => {
      for (const feed of feeds) feed.replace(objects);
    },
    synced: () => {
      for (const feed of feeds) feed.synced();
    },
  };
};

const openFeed = <R extends ResourceName>(
  feed: Feed<ResourceObjects[R]>,
  resource: R,
  options: ManifestFeedsOptions,
): ManifestFeeds => ({
  synced: feed.synced,
  replace: (objects) =>
    feed.replace(
      projectAll(
        resource,
        objects.filter((object) => object.resource === resource),
        options,
      ),
    ),
});

const projectAll = <R extends ResourceName>(
  resource: R,
  objects: readonly ManifestObject[],
  { context, selection, problems }: ManifestFeedsOptions,
): ReadonlyMap<ObjectKey, ResourceObjects[R]> => {
  const projected = new Map<ObjectKey, ResourceObjects[R]>();
  const places = new Map<ObjectKey, string>();
  const seen = new Set<ObjectKey>();
  for (const object of objects) {
    const meta = objectMeta(object.json) ?? { namespace: '', name: '' };
    const place = `${object.file}:${object.line}`;
    const key = objectKey(meta);
    if (!isSelected(object, meta.namespace, selection)) continue;
    const projection = project(resource, object.json, context);
    const messages = projection.problems.map((message) => `${message} (${place})`);
    const isUnreachable = resource === 'services' && withoutAddress(projection.object as Service | undefined);
    if (isUnreachable && messages.length === 0) messages.push(noAddress(key, place));
    const earlier = places.get(key);
    if (earlier !== undefined && meta.name !== '')
      messages.push(
        `Cannot read ${resources[resource].kind} "${key}" from both ${earlier} and ${place}: found twice, needed once; the later one counts`,
      );
    // Objects without a name share a key, so each is told apart by its place.
    const said = { namespace: meta.namespace, name: meta.name === '' ? place : meta.name };
    seen.add(objectKey(said));
    problems.set({ resource, ...said }, messages);
    places.set(key, place);
    if (projection.object !== undefined) projected.set(key, projection.object);
    else projected.delete(key);
  }
  problems.forget((problem) => problem.resource === resource && !seen.has(objectKey(problem)));
  return projected;
};

/** The API server gives every Service a cluster IP; nobody gives one to a manifest. */
const withoutAddress = (service: Service | undefined): boolean =>
  service?.kind === 'pending' && service.externalIps.length === 0 && service.loadBalancer.length === 0;

const noAddress = (key: ObjectKey, place: string): string =>
  `Cannot publish Service "${key}" (${place}): found no spec.clusterIP, needed an address, None, or type ExternalName`;

const isSelected = (object: ManifestObject, namespace: string, selection: Selection): boolean => {
  if (!resources[object.resource].namespaced) return true;
  const key = objectKey(objectMeta(object.json) ?? { namespace, name: '' });
  if (object.resource === 'services' && selection.ingressServices?.includes(key) === true) return true;
  if (selection.namespaces !== undefined && !selection.namespaces.includes(namespace)) return false;
  if (object.resource !== 'services' || selection.selectsService === undefined) return true;
  return selection.selectsService(pickLabels(objectAt(objectAt(object.json, 'metadata'), 'labels'), true));
};
