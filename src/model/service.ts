/**
 * A Kubernetes Service as this program needs it: the API object without what never reaches DNS.
 *
 * | spec                              | kind            |
 * | --------------------------------- | --------------- |
 * | `type: ExternalName`              | `external-name` |
 * | `clusterIP: None`                 | `headless`      |
 * | `clusterIP` empty (not allocated) | `pending`       |
 * | anything else                     | `cluster-ip`    |
 *
 * Names are as Kubernetes has them (already lower case); addresses are canonical text (RFC 5952 for IPv6).
 */
export type Service = ClusterIpService | HeadlessService | ExternalNameService | PendingService;

export type ClusterIpService = ServiceCommon & {
  readonly kind: 'cluster-ip';
  /** Every entry of `spec.clusterIPs`, one or two (dual stack), in the order of the API object. */
  readonly clusterIps: readonly string[];
};

export type HeadlessService = ServiceCommon & { readonly kind: 'headless' };

export type ExternalNameService = ServiceCommon & {
  readonly kind: 'external-name';
  /** `spec.externalName` as written by the user: not yet checked, not yet lower case. */
  readonly externalName: string;
};

/** A Service that waits for its address: `spec.clusterIP` is empty. Nothing can be published yet. */
export type PendingService = ServiceCommon & { readonly kind: 'pending' };

/**
 * What every kind of Service has. Fields that only options need are absent when they are not set in the
 * object.
 */
export type ServiceCommon = {
  readonly namespace: string;
  readonly name: string;
  /** `metadata.uid`; empty for manifests that have none. */
  readonly uid: string;
  /**
   * `metadata.creationTimestamp` in milliseconds since 1970; 0 when unknown. Decides who keeps a disputed
   * name.
   */
  readonly createdMs: number;
  readonly type: ServiceType;
  readonly ports: readonly ServicePort[];
  readonly publishNotReadyAddresses: boolean;
  /** `spec.externalTrafficPolicy: Local`. */
  readonly localTraffic: boolean;
  /** `spec.externalIPs`, canonical. */
  readonly externalIps: readonly string[];
  /**
   * `status.loadBalancer.ingress`: addresses (canonical) and hostnames (as written). Empty unless the type is
   * LoadBalancer: the status stays behind when the type has changed.
   */
  readonly loadBalancer: readonly LoadBalancerIngress[];
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Only the annotations this program reads (`k8s-bind.io/…`, external-dns's, and those named in templates).
   */
  readonly annotations: Readonly<Record<string, string>>;
};

/** `spec.type`. The kind says what stands at the Service's own name, the type how outsiders reach it. */
export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

export type LoadBalancerIngress = { readonly ip: string } | { readonly hostname: string };

export type Protocol = 'tcp' | 'udp' | 'sctp';

/** One entry of `spec.ports`. `name` is empty for an unnamed port, `nodePort` is 0 where there is none. */
export type ServicePort = {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly nodePort: number;
};

/** `namespace/name`: how a Service is named in logs, Events and as a key. */
export type ServiceKey = string;

export const serviceKey = (object: { readonly namespace: string; readonly name: string }): ServiceKey =>
  `${object.namespace}/${object.name}`;
