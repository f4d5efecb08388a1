import type { EndpointSlice } from '../model/endpointSlice.ts';
import type { Node } from '../model/node.ts';
import { type OriginKey } from '../model/objectRef.ts';
import { type Service, type ServiceKey, serviceKey } from '../model/service.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import type { ObjectKey } from './objectKey.ts';
import { createObjectTable, type ObjectTable } from './objectTable.ts';
import type { OpenOriginTable, OriginTable, TableChange } from './origins/originTable.ts';
import { type ResourceName, type ResourceObjects, resourceNames } from './resources.ts';
import { sameSlice, sameSlices } from './sameSlices.ts';
import { createSlicesByService } from './slicesByService.ts';

export type Tables = {
  readonly byResource: ByResource;
  readonly of: <R extends ResourceName>(resource: R) => ObjectTable<ResourceObjects[R]>;
  readonly counts: () => Record<ResourceName, number>;
  /** Parts that did not change are the same references as before. */
  readonly snapshotOf: (key: ServiceKey, service: Service) => ServiceSnapshot;
  /** Objects other than Services that names come from, by kind. */
  readonly origins: ReadonlyMap<string, OriginTable>;
};

type ByResource = { readonly [R in ResourceName]: ObjectTable<ResourceObjects[R]> };

export type DirtyMarks = {
  readonly onDirty: (key: OriginKey) => void;
  readonly onAllDirty: () => void;
};

/** The tables of every resource, joined so that a change in any of them marks the objects it bears on. */
export const createTables = (
  events: DirtyMarks,
  openOrigins: readonly OpenOriginTable[],
  ingressServices: readonly ServiceKey[] = [],
): Tables => {
  const slices = createSlicesByService(events.onDirty);
  const endpoints = createSlicesByService(events.onDirty);
  const origins: OriginTable[] = [];
  let sortedNodes: readonly Node[] | undefined;

  /** What a change of each resource means for Services. */
  const changed = (change: TableChange): void => {
    switch (change.resource) {
      case 'services': {
        const service = change.after ?? change.before;
        if (service !== undefined) events.onDirty(serviceKey(service));
        break;
      }
      case 'endpointslices':
        slices.sliceChanged(change.before, change.after, change.key);
        break;
      case 'endpoints':
        endpoints.endpointsChanged(change.before, change.after, change.key);
        break;
      case 'nodes':
        sortedNodes = undefined;
        events.onAllDirty();
        break;
      case 'namespaces': {
        const name = (change.after ?? change.before)?.name;
        for (const [key, service] of byResource.services.objects)
          if (service.namespace === name) events.onDirty(key);
        break;
      }
      default:
    }
    for (const origin of origins) origin.changed(change);
  };
  const table = <R extends ResourceName>(
    resource: R,
    same?: (a: ResourceObjects[R], b: ResourceObjects[R]) => boolean,
  ): ObjectTable<ResourceObjects[R]> =>
    createObjectTable(
      (before, after, key: ObjectKey) => changed({ resource, before, after, key } as TableChange),
      same,
    );
  const byResource: ByResource = {
    ...(Object.fromEntries(
      resourceNames.map((resource) => [resource, table(resource)]),
    ) as unknown as ByResource),
    endpointslices: table('endpointslices', sameSlice),
    endpoints: table('endpoints', sameSlices),
  };

  const nodes = (): readonly Node[] => (sortedNodes ??= [...byResource.nodes.objects.values()].sort(byName));
  const namespaceLabels = (namespace: string): Readonly<Record<string, string>> =>
    byResource.namespaces.objects.get(`/${namespace}`)?.labels ?? noLabels;
  for (const open of openOrigins)
    origins.push(open({ tables: byResource, namespaceLabels, ingressServices, mark: events.onDirty }));
  return {
    byResource,
    of: <R extends ResourceName>(resource: R): ObjectTable<ResourceObjects[R]> => byResource[resource],
    counts: () =>
      Object.fromEntries(
        resourceNames.map((resource) => [resource, byResource[resource].objects.size]),
      ) as Record<ResourceName, number>,
    snapshotOf: (key: ServiceKey, service: Service): ServiceSnapshot => ({
      service,
      // Endpoints are the same addresses again, mirrored and truncated: slices win.
      slices: slices.get(key) ?? endpoints.get(key) ?? noSlices,
      nodes: nodes(),
      namespaceLabels: namespaceLabels(service.namespace),
    }),
    origins: new Map(origins.map((origin) => [origin.kind, origin])),
  };
};

const byName = (a: Node, b: Node): number => (a.ref.name < b.ref.name ? -1 : 1);

const noSlices: readonly EndpointSlice[] = Object.freeze([]);
const noLabels: Readonly<Record<string, string>> = Object.freeze({});
