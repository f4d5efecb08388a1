import type { SourceObject } from './sourceObject.ts';

/** The kinds of routes of the Gateway API, which differ in the listeners that take them. */
export type RouteKind = 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute' | 'UDPRoute';

/** A route (gateway.networking.k8s.io/v1): the hosts it serves, and which Gateways have accepted it. */
export type Route = SourceObject & {
  readonly kind: RouteKind;
  /** `spec.hostnames` as written; TCPRoute and UDPRoute have none. */
  readonly hostnames: readonly string[];
  /** `spec.parentRefs` that mean a Gateway or a ListenerSet. */
  readonly parentRefs: readonly ParentRef[];
  /** Those that `status.parents` says are accepted, for the generation there is. */
  readonly acceptedBy: readonly ParentRef[];
};

/** A parent of a route. What is not set is empty, or 0 for the port. */
export type ParentRef = {
  readonly kind: 'Gateway' | 'ListenerSet';
  /** By default the route's own. */
  readonly namespace: string;
  readonly name: string;
  readonly sectionName: string;
  readonly port: number;
};

export const sameParent = (a: ParentRef, b: ParentRef): boolean =>
  a.kind === b.kind &&
  a.namespace === b.namespace &&
  a.name === b.name &&
  a.sectionName === b.sectionName &&
  a.port === b.port;
