import type { EndpointSlice } from '../model/endpointSlice.ts';
import type { ServiceKey } from '../model/service.ts';
import type { ObjectChange } from './objectTable.ts';

/**
 * Slices under the Service they belong to, sorted by name; the array of a Service changes only when a slice
 * of it does.
 */
export type SlicesByService = {
  readonly get: (service: ServiceKey) => readonly EndpointSlice[] | undefined;
  /** Takes the changes of the slices' table. A slice may move to another Service: its label can be edited. */
  readonly sliceChanged: ObjectChange<EndpointSlice>;
  /** Takes the changes of the table of Endpoints, whose objects are all slices of one Service. */
  readonly endpointsChanged: ObjectChange<readonly EndpointSlice[]>;
};

/** @param ownerKey which Service a slice belongs to; undefined: none */
export const createSlicesByService = (
  onDirty: (service: ServiceKey) => void,
  ownerKey: (slice: EndpointSlice) => ServiceKey | undefined = serviceOf,
): SlicesByService => {
  const slices = new Map<ServiceKey, readonly EndpointSlice[]>();
  const put = (service: ServiceKey, sorted: readonly EndpointSlice[]): void => {
    if (sorted.length === 0) slices.delete(service);
    else slices.set(service, sorted);
    onDirty(service);
  };
  return {
    get: (service) => slices.get(service),
    sliceChanged: (before, after) => {
      const from = before && ownerKey(before);
      const to = after && ownerKey(after);
      if (from !== undefined && from !== to) put(from, without(slices.get(from) ?? none, before));
      if (to !== undefined) put(to, withSlice(slices.get(to) ?? none, before, after));
    },
    endpointsChanged: (_before, after, key) => put(key, after ?? none),
  };
};

const serviceOf = ({ namespace, serviceName }: EndpointSlice): ServiceKey | undefined =>
  serviceName === '' ? undefined : `${namespace}/${serviceName}`;

const without = (slices: readonly EndpointSlice[], gone: EndpointSlice | undefined) =>
  slices.filter((slice) => slice !== gone);

const withSlice = (
  slices: readonly EndpointSlice[],
  before: EndpointSlice | undefined,
  after: EndpointSlice | undefined,
): readonly EndpointSlice[] =>
  after === undefined ? without(slices, before) : [...without(slices, before), after].sort(byName);

const byName = (a: EndpointSlice, b: EndpointSlice): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

const none: readonly EndpointSlice[] = Object.freeze([]);
