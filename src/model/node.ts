import type { SourceObject } from './sourceObject.ts';

/** A Kubernetes Node: kept only when node addresses or names of Nodes are published. */
export type Node = SourceObject & {
  /** Condition `Ready` is `True`. */
  readonly ready: boolean;
  /** `status.addresses` of the types InternalIP and ExternalIP, canonical text. */
  readonly addresses: readonly { readonly type: 'InternalIP' | 'ExternalIP'; readonly address: string }[];
};
