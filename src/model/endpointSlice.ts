import type { Protocol } from './service.ts';

/**
 * Endpoints of one Service with the ports they share: an EndpointSlice (discovery.k8s.io/v1) of address type
 * IPv4 or IPv6, or one subset of an Endpoints object (v1).
 */
export type EndpointSlice = {
  readonly namespace: string;
  /** Name of the API object; for a subset of Endpoints `<name>#<index>`. */
  readonly name: string;
  /**
   * The Service it belongs to, in the same namespace (label `kubernetes.io/service-name`); empty for a slice
   * of a ServiceImport alone.
   */
  readonly serviceName: string;
  /**
   * The ServiceImport it belongs to, and the cluster that its endpoints are in, which may be empty (labels
   * `multicluster.kubernetes.io/service-name` and `…/source-cluster`). Kept only where imports are a source.
   */
  readonly imported?: { readonly serviceName: string; readonly cluster: string };
  /**
   * A subset of Endpoints. Its controller leaves it to the reader to heed the Service's
   * `publishNotReadyAddresses`; that of slices has heeded it in `ready` already.
   */
  readonly ofEndpoints?: true;
  /**
   * When the change came about that its controller shows by it, in milliseconds since 1970 by the cluster's
   * clock; absent where that is not told, or was before the program's start. For a metric alone: slices that
   * differ in nothing else are equal.
   */
  readonly changedMs?: number;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
};

/**
 * `name` is empty for an unnamed port. A port without a number (all ports) is not kept: it cannot be
 * published.
 */
export type EndpointPort = { readonly name: string; readonly protocol: Protocol; readonly port: number };

/**
 * One address of one endpoint. An API endpoint with several addresses becomes several of these, with the same
 * hostname. Strings that are not set are empty, so that every endpoint has the same shape (100,000 of them
 * are held in memory).
 */
export type Endpoint = {
  /** Canonical text: dotted quad, or RFC 5952. */
  readonly address: string;
  /** `hostname` of the endpoint: a DNS label, or empty. */
  readonly hostname: string;
  /** `conditions.ready`, absent counts as true; for Endpoints, false for `notReadyAddresses`. */
  readonly ready: boolean;
  /** `nodeName`, or empty. */
  readonly nodeName: string;
  /** It stands for a Pod of its own namespace, as far as its `targetRef` says. */
  readonly ofPod: boolean;
  /** `targetRef.name` of a Pod, or empty. Kept only when an option needs it. */
  readonly podName: string;
  /** `zone` of the endpoint, the topology zone of its node, or empty. Kept only when an option needs it. */
  readonly topologyZone: string;
};
