import type { LabelSelector } from './labelSelector.ts';
import type { SourceObject } from './sourceObject.ts';

/** A Gateway (gateway.networking.k8s.io/v1): where routes may attach, and where it is reached. */
export type Gateway = SourceObject & {
  /** `spec.gatewayClassName` */
  readonly className: string;
  readonly listeners: readonly Listener[];
  /** Which namespaces may add listeners by a ListenerSet: `spec.allowedListeners`, by default none. */
  readonly allowedListeners: NamespacePolicy;
  /** Condition `Accepted` is `False`. */
  readonly isRefused: boolean;
  readonly addresses: readonly GatewayAddress[];
};

/** A ListenerSet (gateway.networking.k8s.io/v1): further listeners for a Gateway. */
export type ListenerSet = SourceObject & {
  /** The Gateway it belongs to, as `namespace/name`. */
  readonly gateway: string;
  readonly listeners: readonly Listener[];
  /** Condition `Accepted` is `True`. */
  readonly isAccepted: boolean;
};

/** One listener of a Gateway or a ListenerSet. */
export type Listener = {
  readonly name: string;
  readonly port: number;
  /** `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`, or a controller's own. */
  readonly protocol: string;
  /** Empty: every host. */
  readonly hostname: string;
  /** `allowedRoutes.namespaces`, by default those of the Gateway's own namespace. */
  readonly allowedRoutes: NamespacePolicy;
  /** `allowedRoutes.kinds` of the API's own group; empty: what the protocol takes. */
  readonly kinds: readonly string[];
  readonly state: ListenerState;
};

/**
 * What the controller says of a listener: `out` for `Conflicted=True` or `Accepted=False`, `in` for
 * `Accepted=True`, `unknown` where it has not said anything yet.
 */
export type ListenerState = 'in' | 'out' | 'unknown';

export type NamespacePolicy =
  | { readonly from: 'All' | 'Same' | 'None' }
  | { readonly from: 'Selector'; readonly selector: LabelSelector };

/** One of `status.addresses`: an address in canonical text, or a hostname as written. */
export type GatewayAddress =
  | { readonly type: 'IPAddress' | 'Hostname'; readonly value: string }
  /** Of another type, which is not published. */
  | { readonly type: 'other'; readonly value: string };
