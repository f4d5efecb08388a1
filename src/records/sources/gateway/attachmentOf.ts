import type { Gateway, Listener, ListenerSet, NamespacePolicy } from '../../../model/gateway.ts';
import type { RouteSnapshot } from '../../../model/originSnapshot.ts';
import type { ParentRef, RouteKind } from '../../../model/route.ts';
import { selects } from '../../parseSelector.ts';

/** A parent that exists: its Gateway, the ListenerSet in between if there is one, and the listeners. */
export type Attachment = {
  readonly gateway: Gateway;
  readonly set: ListenerSet | undefined;
  /** Those of the direct parent that take the route. */
  readonly listeners: readonly Listener[];
};

/** Which protocols take a kind of route. */
const protocols: Readonly<Record<RouteKind, readonly string[]>> = {
  HTTPRoute: ['HTTP', 'HTTPS'],
  GRPCRoute: ['HTTP', 'HTTPS'],
  TLSRoute: ['TLS'],
  TCPRoute: ['TCP', 'TLS'],
  UDPRoute: ['UDP'],
};

/**
 * Where a route is attached by one of its parents; undefined when the parent or its Gateway does not exist,
 * or the Gateway takes no listeners of the ListenerSet.
 */
export const attachmentOf = (snapshot: RouteSnapshot, ref: ParentRef): Attachment | undefined => {
  const set = ref.kind === 'ListenerSet' ? setOf(snapshot, ref) : undefined;
  if (ref.kind === 'ListenerSet' && set === undefined) return undefined;
  const key = set?.gateway ?? `${ref.namespace}/${ref.name}`;
  const gateway = snapshot.gateways.find(({ ref }) => `${ref.namespace}/${ref.name}` === key);
  if (gateway === undefined) return undefined;
  if (set !== undefined && !takesSet(snapshot, gateway, set)) return undefined;
  const parent = set ?? gateway;
  const listeners = parent.listeners.filter((listener) => takes(snapshot, { listener, parent, ref }));
  return { gateway, set, listeners };
};

const setOf = ({ listenerSets }: RouteSnapshot, { namespace, name }: ParentRef): ListenerSet | undefined =>
  listenerSets.find(({ ref }) => ref.namespace === namespace && ref.name === name);

const takesSet = (snapshot: RouteSnapshot, gateway: Gateway, set: ListenerSet): boolean => {
  const labels = snapshot.listenerSetLabels[snapshot.listenerSets.indexOf(set)] ?? {};
  const from = { namespace: set.ref.namespace, labels };
  return set.isAccepted && isFrom(gateway.allowedListeners, from, gateway.ref.namespace);
};

type Place = {
  readonly listener: Listener;
  readonly parent: Gateway | ListenerSet;
  readonly ref: ParentRef;
};

/** An entry of a ListenerSet counts once its controller has accepted it, a Gateway's until it refuses it. */
const takes = ({ object, namespaceLabels }: RouteSnapshot, { listener, parent, ref }: Place): boolean => {
  const isIn = ref.kind === 'ListenerSet' ? listener.state === 'in' : listener.state !== 'out';
  const from = { namespace: object.ref.namespace, labels: namespaceLabels };
  return (
    isIn &&
    (ref.sectionName === '' || ref.sectionName === listener.name) &&
    (ref.port === 0 || ref.port === listener.port) &&
    protocols[object.kind].includes(listener.protocol) &&
    (listener.kinds.length === 0 || listener.kinds.includes(object.kind)) &&
    isFrom(listener.allowedRoutes, from, parent.ref.namespace)
  );
};

const isFrom = (
  policy: NamespacePolicy,
  { namespace, labels }: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  own: string,
): boolean => {
  if (policy.from === 'Selector') return selects(policy.selector, labels);
  return policy.from === 'All' || (policy.from === 'Same' && namespace === own);
};
