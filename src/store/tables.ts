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

export type TablesDeps = {
  readonly onDirty: (key: OriginKey) => void;
  /** Whether nodes decide the records of a Service: others are not marked when one changes. */
  readonly readsNodes: (service: Service) => boolean;
};

/** The tables of every resource, joined so that a change in any of them marks the objects it bears on. */
export const createTables = (
  deps: TablesDeps,
  openOrigins: readonly OpenOriginTable[],
  ingressServices: readonly ServiceKey[] = [],
): Tables => {
  const { onDirty, readsNodes } = deps;
  const slices = createSlicesByService(onDirty);
  const endpoints = createSlicesByService(onDirty);
  const origins: OriginTable[] = [];
  let sortedNodes: readonly Node[] | undefined;

  const markServices = (concerns: (service: Service) => boolean): void => {
    for (const [key, service] of byResource.services.objects) if (concerns(service)) onDirty(key);
  };
  /** What a change of each resource means for Services. */
  const changed = (change: TableChange): void => {
    switch (change.resource) {
      case 'services': {
        const service = change.after ?? change.before;
        if (service !== undefined) onDirty(serviceKey(service));
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
        markServices(readsNodes);
        break;
      case 'namespaces': {
        const name = (change.after ?? change.before)?.name;
        markServices(({ namespace }) => namespace === name);
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
    origins.push(open({ tables: byResource, namespaceLabels, ingressServices, mark: onDirty }));
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
      nodes: readsNodes(service) ? nodes() : noNodes,
      namespaceLabels: namespaceLabels(service.namespace),
    }),
    origins: new Map(origins.map((origin) => [origin.kind, origin])),
  };
};

const byName = (a: Node, b: Node): number => (a.ref.name < b.ref.name ? -1 : 1);

const noNodes: readonly Node[] = Object.freeze([]);
const noSlices: readonly EndpointSlice[] = Object.freeze([]);
const noLabels: Readonly<Record<string, string>> = Object.freeze({});
