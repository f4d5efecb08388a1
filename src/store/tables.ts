import type { EndpointSlice } from '../model/endpointSlice.ts';
import type { Namespace } from '../model/namespace.ts';
import type { Node } from '../model/node.ts';
import { type Service, type ServiceKey, serviceKey } from '../model/service.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { createObjectTable, type ObjectTable } from './objectTable.ts';
import type { ResourceName, ResourceObjects } from './resources.ts';
import { sameSlice, sameSlices } from './sameSlices.ts';
import { createSlicesByService } from './slicesByService.ts';

export type Tables = {
  readonly byResource: { readonly [R in ResourceName]: ObjectTable<ResourceObjects[R]> };
  readonly of: <R extends ResourceName>(resource: R) => ObjectTable<ResourceObjects[R]>;
  readonly counts: () => Record<ResourceName, number>;
  /** Parts that did not change are the same references as before. */
  readonly snapshotOf: (key: ServiceKey, service: Service) => ServiceSnapshot;
};

export type DirtyMarks = {
  readonly onDirty: (key: ServiceKey) => void;
  readonly onAllDirty: () => void;
};

/** The tables of every resource, joined so that a change in any of them marks the Services it bears on. */
export const createTables = (events: DirtyMarks): Tables => {
  const slices = createSlicesByService(events.onDirty);
  const endpoints = createSlicesByService(events.onDirty);
  let sortedNodes: readonly Node[] | undefined;
  const byResource: Tables['byResource'] = {
    services: createObjectTable<Service>((before, after) => {
      const service = after ?? before;
      if (service !== undefined) events.onDirty(serviceKey(service));
    }),
    endpointslices: createObjectTable<EndpointSlice>(slices.sliceChanged, sameSlice),
    endpoints: createObjectTable<readonly EndpointSlice[]>(endpoints.endpointsChanged, sameSlices),
    nodes: createObjectTable<Node>(() => {
      sortedNodes = undefined;
      events.onAllDirty();
    }),
    namespaces: createObjectTable<Namespace>((before, after) => {
      const name = (after ?? before)?.name;
      for (const [key, service] of byResource.services.objects)
        if (service.namespace === name) events.onDirty(key);
    }),
  };
  const nodes = (): readonly Node[] => (sortedNodes ??= [...byResource.nodes.objects.values()].sort(byName));
  return {
    byResource,
    of: <R extends ResourceName>(resource: R): ObjectTable<ResourceObjects[R]> => byResource[resource],
    counts: (): Record<ResourceName, number> => ({
      services: byResource.services.objects.size,
      endpointslices: byResource.endpointslices.objects.size,
      endpoints: byResource.endpoints.objects.size,
      nodes: byResource.nodes.objects.size,
      namespaces: byResource.namespaces.objects.size,
    }),
    snapshotOf: (key: ServiceKey, service: Service): ServiceSnapshot => ({
      service,
      // Endpoints are the same addresses again, mirrored and truncated: slices win.
      slices: slices.get(key) ?? endpoints.get(key) ?? noSlices,
      nodes: nodes(),
      namespaceLabels: byResource.namespaces.objects.get(`/${service.namespace}`)?.labels ?? noLabels,
    }),
  };
};

const byName = (a: Node, b: Node): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const noSlices: readonly EndpointSlice[] = Object.freeze([]);
const noLabels: Readonly<Record<string, string>> = Object.freeze({});
