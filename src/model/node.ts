/** A Kubernetes Node: kept only when node addresses are published. */
export type Node = {
  readonly name: string;
  /** Condition `Ready` is `True`. */
  readonly ready: boolean;
  /** `status.addresses` of the types InternalIP and ExternalIP, canonical text. */
  readonly addresses: readonly { readonly type: 'InternalIP' | 'ExternalIP'; readonly address: string }[];
};
