import { exactList } from '../../exactList.ts';
import type { Gateway, ListenerSet } from '../../model/gateway.ts';
import { objectRefKey } from '../../model/objectRef.ts';
import type { RouteSnapshot } from '../../model/originSnapshot.ts';
import type { ParentRef, Route } from '../../model/route.ts';
import { type ObjectKey, objectKey } from '../objectKey.ts';
import { resources } from '../resources.ts';
import type { OpenOriginTable, OriginTableDeps } from './originTable.ts';
import { serviceOfHostname } from './serviceOfHostname.ts';

export const routeResources = ['httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes', 'udproutes'] as const;

/** Routes of one kind, each with its Gateways and ListenerSets and what these need. */
export const openRouteTable =
  (own: (typeof routeResources)[number]): OpenOriginTable =>
  (deps) => {
    const { tables, mark } = deps;
    const routes = (): Iterable<Route> => tables[own].objects.values();
    const markAll = (concerns: (route: Route) => boolean): void => {
      for (const route of routes()) if (concerns(route)) mark(objectRefKey(route.ref));
    };
    const gatewaysOf = (route: Route): readonly ObjectKey[] =>
      route.parentRefs.flatMap((ref) => gatewayKeyOf(deps, ref) ?? []);
    const markRoutesOf = (gateways: ReadonlySet<ObjectKey>): void =>
      markAll((route) => gatewaysOf(route).some((key) => gateways.has(key)));
    return {
      kind: resources[own].kind,
      refs: function* () {
        for (const { ref } of routes()) yield ref;
      },
      snapshot: (ref) => {
        const object = tables[own].objects.get(objectKey(ref));
        return object && snapshotOf(deps, object);
      },
      changed: (change) => {
        const { resource, before, after, key } = change;
        if (resource === own) {
          const route = after ?? before;
          if (route !== undefined) mark(objectRefKey(route.ref));
        }
        if (resource === 'gateways') markRoutesOf(new Set([key]));
        if (resource === 'listenersets')
          markAll(({ parentRefs }) =>
            parentRefs.some((ref) => ref.kind === 'ListenerSet' && keyOf(ref) === key),
          );
        if (resource === 'services') markRoutesOf(gatewaysAtService(deps, key));
        if (resource === 'namespaces') markAll((route) => readsNamespace(route, (after ?? before)?.name));
      },
    };
  };

const keyOf = ({ namespace, name }: ParentRef): ObjectKey => `${namespace}/${name}`;

const gatewayKeyOf = ({ tables }: OriginTableDeps, ref: ParentRef): ObjectKey | undefined =>
  ref.kind === 'Gateway' ? keyOf(ref) : tables.listenersets.objects.get(keyOf(ref))?.gateway;

/** Its own namespace's labels count for listeners, those of its ListenerSets for Gateways. */
const readsNamespace = ({ ref, parentRefs }: Route, name: string | undefined): boolean =>
  ref.namespace === name || parentRefs.some(({ namespace }) => namespace === name);

const snapshotOf = (deps: OriginTableDeps, object: Route): RouteSnapshot => {
  const { tables, namespaceLabels } = deps;
  const listenerSets = distinct(
    object.parentRefs.flatMap((ref): ListenerSet[] => {
      const set = ref.kind === 'ListenerSet' ? tables.listenersets.objects.get(keyOf(ref)) : undefined;
      return set === undefined ? [] : [set];
    }),
  );
  const gateways = distinct(
    object.parentRefs.flatMap((ref): Gateway[] => {
      const key = gatewayKeyOf(deps, ref);
      const gateway = key === undefined ? undefined : tables.gateways.objects.get(key);
      return gateway === undefined ? [] : [gateway];
    }),
  );
  return {
    kind: 'route',
    object,
    gateways,
    listenerSets,
    listenerSetLabels: exactList(listenerSets.map(({ ref }) => namespaceLabels(ref.namespace))),
    services: distinct(gateways.flatMap((gateway) => servicesOf(deps, gateway))),
    namespaceLabels: namespaceLabels(object.ref.namespace),
  };
};

const servicesOf = ({ tables }: OriginTableDeps, { addresses }: Gateway) =>
  addresses.flatMap(({ type, value }) => {
    const key = type === 'Hostname' ? serviceOfHostname(value) : undefined;
    const service = key === undefined ? undefined : tables.services.objects.get(key);
    return service === undefined ? [] : [service];
  });

/** Gateways are few, and hardly any names a Service. */
const gatewaysAtService = ({ tables }: OriginTableDeps, service: ObjectKey): ReadonlySet<ObjectKey> => {
  const found = new Set<ObjectKey>();
  for (const [key, { addresses }] of tables.gateways.objects)
    if (addresses.some(({ type, value }) => type === 'Hostname' && serviceOfHostname(value) === service))
      found.add(key);
  return found;
};

const distinct = <T>(items: readonly T[]): readonly T[] =>
  items.length < 2 ? exactList(items) : [...new Set(items)];
