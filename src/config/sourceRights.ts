/** One rule of a Role or ClusterRole, as RBAC has it. */
export type Rule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
};

const watch = (group: string, ...resources: readonly string[]): Rule => ({
  apiGroups: [group],
  resources,
  verbs: ['list', 'watch'],
});

/**
 * What each source of names has to read in the cluster. A new source is one row: from it come the rights that
 * `init` prints, those of the Helm chart, and config/kubernetes/rbac.yaml.
 */
export const SOURCE_RIGHTS = {
  service: [watch('', 'services'), watch('discovery.k8s.io', 'endpointslices')],
} as const satisfies Record<string, readonly Rule[]>;

/** What a setting needs besides, whatever the source. */
export const SETTING_RIGHTS = {
  /** The owner id is the UID of kube-system, where `owner` names no other. */
  identity: [{ apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] }],
  /** Selectors of namespaces. */
  namespaces: [watch('', 'namespaces')],
  /** Addresses of nodes. */
  nodes: [watch('', 'nodes')],
  /** An API server without discovery.k8s.io/v1. */
  endpoints: [watch('', 'endpoints')],
  /** What is wrong with an object is said on it. Without this right it is only logged. */
  events: [{ apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] }],
  /** Several instances agree on the one that writes. In one namespace, it can be a Role. */
  lease: [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] }],
} as const satisfies Record<string, readonly Rule[]>;
