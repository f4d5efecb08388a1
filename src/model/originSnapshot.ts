import type { DnsEndpoint } from './dnsEndpoint.ts';
import type { EndpointSlice } from './endpointSlice.ts';
import type { Gateway, ListenerSet } from './gateway.ts';
import type { Ingress } from './ingress.ts';
import type { Node } from './node.ts';
import { type ObjectRef, refOfService } from './objectRef.ts';
import type { Pod } from './pod.ts';
import type { Route } from './route.ts';
import type { Service } from './service.ts';
import type { ServiceImport } from './serviceImport.ts';
import type { ServiceSnapshot } from './serviceSnapshot.ts';
import type { SourceObject } from './sourceObject.ts';

/**
 * All that decides the records of one object, at one moment: equal references mean equal records, as for
 * {@link ServiceSnapshot}.
 */
export type OriginSnapshot = ServiceSnapshot | SourceSnapshot;

/** The snapshots of objects other than Services: each kind has its own, told apart by `kind`. */
export type SourceSnapshot =
  | DnsEndpointSnapshot
  | ImportSnapshot
  | IngressSnapshot
  | NodeSnapshot
  | PodSnapshot
  | RouteSnapshot;

export type DnsEndpointSnapshot = SourceScope & {
  readonly kind: 'dnsendpoint';
  readonly object: DnsEndpoint;
};

export type ImportSnapshot = SourceScope & {
  readonly kind: 'import';
  readonly object: ServiceImport;
  /** Sorted by name. */
  readonly slices: readonly EndpointSlice[];
};

export type PodSnapshot = SourceScope & { readonly kind: 'pod'; readonly object: Pod };

export type NodeSnapshot = SourceScope & { readonly kind: 'node'; readonly object: Node };

export type RouteSnapshot = SourceScope & {
  readonly kind: 'route';
  readonly object: Route;
  /** Those of its parents that exist, and those that its ListenerSets belong to. */
  readonly gateways: readonly Gateway[];
  readonly listenerSets: readonly ListenerSet[];
  /** Labels of the namespaces of {@link RouteSnapshot.listenerSets}, in their order. */
  readonly listenerSetLabels: readonly Readonly<Record<string, string>>[];
  /** Services of this cluster that addresses of the Gateways name. */
  readonly services: readonly Service[];
};

export type IngressSnapshot = SourceScope & {
  readonly kind: 'ingress';
  readonly object: Ingress;
  /** The name of the default IngressClass; empty where there is none. */
  readonly defaultClass: string;
  /** Services that rules for classes name, of all zones; those that exist. */
  readonly services: readonly Service[];
};

/** What every snapshot has besides its object. */
export type SourceScope = {
  /** Labels of the object's namespace; empty unless namespaces are selected by label. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
};

export const isServiceSnapshot = (snapshot: OriginSnapshot): snapshot is ServiceSnapshot =>
  'service' in snapshot;

/** The object that a snapshot is of. */
export const originOfSnapshot = (
  snapshot: OriginSnapshot,
): Pick<SourceObject, 'uid' | 'createdMs'> & { readonly ref: ObjectRef } => {
  if (!isServiceSnapshot(snapshot)) return snapshot.object;
  const { uid, createdMs } = snapshot.service;
  return { ref: refOfService(snapshot.service), uid, createdMs };
};
