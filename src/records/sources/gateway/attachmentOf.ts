import type { Gateway, Listener, ListenerSet, NamespacePolicy } from '../../../model/gateway.ts';
import { objectRefText } from '../../../model/objectRef.ts';
import type { RouteSnapshot } from '../../../model/originSnapshot.ts';
import type { ParentRef, RouteKind } from '../../../model/route.ts';
import { selects } from '../../parseSelector.ts';

/** A parent that exists: its Gateway, the ListenerSet in between if there is one, and the listeners. */
export type Attachment = {
  readonly gateway: Gateway;
  readonly set: ListenerSet | undefined;
  /** Those of the direct parent that take the route; none while the ListenerSet is not accepted. */
  readonly listeners: readonly Listener[];
  /** Those that would take it, and are not accepted themselves, or their ListenerSet is not. */
  readonly waiting: readonly Listener[];
  /**
   * What is not accepted now, in words: the ListenerSet, or a listener that would take the route. Undefined
   * where nothing is missing.
   */
  readonly waitsFor: string | undefined;
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
 * or the Gateway takes no listeners of the ListenerSet. An entry of a ListenerSet counts once its controller
 * has accepted it, a Gateway's listener until it refuses it.
 */
export const attachmentOf = (snapshot: RouteSnapshot, ref: ParentRef): Attachment | undefined => {
  const set = ref.kind === 'ListenerSet' ? setOf(snapshot, ref) : undefined;
  if (ref.kind === 'ListenerSet' && set === undefined) return undefined;
  const key = set?.gateway ?? `${ref.namespace}/${ref.name}`;
  const gateway = snapshot.gateways.find(({ ref }) => `${ref.namespace}/${ref.name}` === key);
  if (gateway === undefined) return undefined;
  if (set !== undefined && !takesSet(snapshot, gateway, set)) return undefined;
  const parent = set ?? gateway;
  const fitting = parent.listeners.filter((listener) => fits(snapshot, { listener, parent, ref }));
  if (set?.isAccepted === false) {
    const waitsFor = `condition Accepted of ${objectRefText(set.ref)}`;
    return { gateway, set, listeners: [], waiting: fitting, waitsFor };
  }
  const isIn = ({ state }: Listener): boolean => (set === undefined ? state !== 'out' : state === 'in');
  const waiting = fitting.filter((listener) => !isIn(listener));
  const [missing] = waiting;
  return {
    gateway,
    set,
    listeners: fitting.filter(isIn),
    waiting,
    waitsFor: missing && `condition Accepted of listener ${missing.name} of ${objectRefText(parent.ref)}`,
  };
};

const setOf = ({ listenerSets }: RouteSnapshot, { namespace, name }: ParentRef): ListenerSet | undefined =>
  listenerSets.find(({ ref }) => ref.namespace === namespace && ref.name === name);

const takesSet = (snapshot: RouteSnapshot, gateway: Gateway, set: ListenerSet): boolean => {
  const labels = snapshot.listenerSetLabels[snapshot.listenerSets.indexOf(set)] ?? {};
  const from = { namespace: set.ref.namespace, labels };
  return isFrom(gateway.allowedListeners, from, gateway.ref.namespace);
};

type Place = {
  readonly listener: Listener;
  readonly parent: Gateway | ListenerSet;
  readonly ref: ParentRef;
};

/** Whether a listener takes the route as soon as it is accepted itself. */
const fits = ({ object, namespaceLabels }: RouteSnapshot, { listener, parent, ref }: Place): boolean => {
  const from = { namespace: object.ref.namespace, labels: namespaceLabels };
  return (
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
