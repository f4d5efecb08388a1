import type { LoadBalancerIngress } from './service.ts';
import type { SourceObject } from './sourceObject.ts';

/** An Ingress (networking.k8s.io/v1): the hosts it serves, and where it is reached. */
export type Ingress = SourceObject & {
  /**
   * `spec.ingressClassName`, else the annotation `kubernetes.io/ingress.class`; empty where neither is set.
   */
  readonly className: string;
  /** `spec.rules[].host` as written, each once; without the empty one, which stands for every host. */
  readonly hosts: readonly string[];
  /** `spec.tls[].hosts[]` as written, each once. */
  readonly tlsHosts: readonly string[];
  /** `status.loadBalancer.ingress`: an entry may have both an address and a hostname, and is then two. */
  readonly loadBalancer: readonly LoadBalancerIngress[];
};

/** An IngressClass: kept only for the one that Ingresses without a class belong to. */
export type IngressClass = {
  readonly name: string;
  readonly createdMs: number;
  /** Annotation `ingressclass.kubernetes.io/is-default-class: "true"`. */
  readonly isDefault: boolean;
};
