import type { OriginKey } from '../../src/model/objectRef.ts';
import type { OriginSnapshot } from '../../src/model/originSnapshot.ts';
import type { ServiceKey } from '../../src/model/service.ts';
import type { ServiceSnapshot } from '../../src/model/serviceSnapshot.ts';
import { sourceNames } from '../../src/model/sourceName.ts';
import type { Feed } from '../../src/store/feed.ts';
import { type ObjectKey, objectKey, objectMeta } from '../../src/store/objectKey.ts';
import { createInterner } from '../../src/store/project/interner.ts';
import { project } from '../../src/store/project/project.ts';
import { leastNeeds } from '../../src/store/project/projection.ts';
import type { ResourceName, ResourceObjects } from '../../src/store/resources.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { serviceSnapshot } from './serviceSnapshot.ts';

/** The program's own store, fed by a test with Services and endpoints in short notation. */
export type TestStore = {
  /**
   * `put('default/web', '10.96.0.1')`: a ClusterIP Service with a port `http`; two addresses are dual stack.
   */
  readonly put: (key: ServiceKey, ...clusterIps: readonly string[]) => void;
  /** Anything else that `spec` can hold, such as `{ type: 'ExternalName', externalName: 'example.net' }`. */
  readonly putSpec: (key: ServiceKey, spec: object, annotations?: Readonly<Record<string, string>>) => void;
  /** A headless Service with one ready endpoint per address, all in one topology zone if there is one. */
  readonly putHeadless: (
    key: ServiceKey,
    addresses: readonly string[],
    zone?: string,
    ports?: readonly { readonly name: string; readonly port: number }[],
  ) => void;
  /** The same with endpoints some of which are not ready. */
  readonly putReadiness: (key: ServiceKey, ready: readonly string[], notReady: readonly string[]) => void;
  /** Its endpoints alone, as `endpoints` of an EndpointSlice has them. */
  readonly putEndpoints: (key: ServiceKey, endpoints: readonly object[]) => void;
  /**
   * Only the endpoints of a Service that is there, as their controller writes them after a change at this time
   * (RFC 3339).
   */
  readonly putChangedEndpoints: (key: ServiceKey, addresses: readonly string[], changedAt?: string) => void;
  readonly remove: (key: ServiceKey) => void;
  /** An object of any resource, as the API has it. */
  readonly putObject: (resource: ResourceName, json: object) => void;
  /** By `namespace/name`, or `/name`. */
  readonly removeObject: (resource: ResourceName, key: ObjectKey) => void;
  /** The API server has no such resource, until the next `sync`. */
  readonly lack: (resource: ResourceName) => void;
  readonly keys: () => readonly ServiceKey[];
  readonly sync: () => void;
  readonly synced: () => boolean;
  readonly snapshot: (key: ServiceKey) => ServiceSnapshot | undefined;
  /** The same of an object of any kind. */
  readonly origin: (key: OriginKey) => OriginSnapshot | undefined;
  readonly subscribe: Store['subscribe'];
  readonly isAbsent: Store['isAbsent'];
  readonly anyAbsent: Store['anyAbsent'];
};

/**
 * @param changesSinceMs when the program started, as far as changes of endpoints are concerned
 * @param ingressServices those that rules for classes of Ingresses name
 */
export const createTestStore = (
  changesSinceMs = Date.now(),
  ingressServices: readonly ServiceKey[] = [],
): TestStore => {
  const store = createStore({ sources: sourceNames, ingressServices });
  const services = store.open('services');
  const slices = store.open('endpointslices');
  const others = new Map<ResourceName, Feed<object>>();
  const feedOf = (resource: ResourceName): Feed<object> => {
    const feed = others.get(resource) ?? (store.open(resource) as Feed<object>);
    others.set(resource, feed);
    return feed;
  };
  const interner = createInterner();
  const objectOf = <R extends ResourceName>(resource: R, json: object): ResourceObjects[R] => {
    const { object, problems } = project(resource, json, {
      needs: { ...leastNeeds, topologyZones: true, changesSinceMs },
      interner,
    });
    if (object === undefined) throw new Error(`Cannot use this object in a test: ${problems.join('; ')}`);
    return object;
  };
  const putSpec: TestStore['putSpec'] = (key, spec, annotations = {}) => {
    services.upsert(key, objectOf('services', { metadata: { ...split(key), annotations }, spec }));
  };
  const putSlice = (
    key: ServiceKey,
    endpoints: readonly object[],
    ports: readonly object[] = [],
    annotations: Readonly<Record<string, string>> = {},
  ): void => {
    const { namespace, name } = split(key);
    const labels = { 'kubernetes.io/service-name': name };
    const metadata = { namespace, name: `${name}-1`, labels, annotations };
    slices.upsert(
      `${key}-1`,
      objectOf('endpointslices', { metadata, addressType: 'IPv4', endpoints, ports }),
    );
  };
  const putHeadless = (key: ServiceKey, endpoints: readonly object[], ports?: readonly object[]): void => {
    putSpec(key, { clusterIP: 'None' });
    putSlice(key, endpoints, ports);
  };
  const endpointOf = (address: string, ready: boolean): object => ({
    addresses: [address],
    conditions: { ready },
  });
  return {
    put: (key, ...clusterIPs) => {
      const ports = [{ name: 'http', port: 80, protocol: 'TCP' }];
      putSpec(key, { clusterIP: clusterIPs[0], clusterIPs, ports });
    },
    putSpec,
    putHeadless: (key, addresses, zone, ports = []) =>
      putHeadless(
        key,
        addresses.map((address) => ({ ...endpointOf(address, true), zone })),
        ports.map((port) => ({ ...port, protocol: 'TCP' })),
      ),
    putEndpoints: (key, endpoints) => putSlice(key, endpoints),
    putReadiness: (key, ready, notReady) =>
      putHeadless(key, [
        ...ready.map((address) => endpointOf(address, true)),
        ...notReady.map((address) => endpointOf(address, false)),
      ]),
    putChangedEndpoints: (key, addresses, changedAt) =>
      putSlice(
        key,
        addresses.map((address) => endpointOf(address, true)),
        [],
        changedAt === undefined ? {} : { 'endpoints.kubernetes.io/last-change-trigger-time': changedAt },
      ),
    remove: (key) => {
      services.delete(key);
      slices.delete(`${key}-1`);
    },
    putObject: (resource, json) => {
      const key = objectKey(objectMeta(json) ?? { namespace: '', name: '' });
      const feed: Feed<object> = resource === 'services' ? (services as Feed<object>) : feedOf(resource);
      feed.upsert(key, objectOf(resource, json) as object);
    },
    removeObject: (resource, key) =>
      (resource === 'services' ? (services as Feed<object>) : feedOf(resource)).delete(key),
    lack: (resource) => feedOf(resource).absent(),
    keys: store.keys,
    sync: () => {
      services.synced();
      slices.synced();
      for (const feed of others.values()) feed.synced();
    },
    synced: store.synced,
    snapshot: (key) => serviceSnapshot(store, key),
    origin: store.snapshot,
    subscribe: store.subscribe,
    isAbsent: store.isAbsent,
    anyAbsent: store.anyAbsent,
  };
};

const split = (key: ServiceKey): { readonly namespace: string; readonly name: string } => {
  const [namespace = '', name = ''] = key.split('/');
  return { namespace, name };
};
