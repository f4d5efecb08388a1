import type { SourceName } from '../model/sourceName.ts';
import { type ResourceName, resources } from './resources.ts';
import { resourcesToRead } from './sourceResources.ts';

/** One rule of a Role or ClusterRole, as RBAC has it. */
export type Rule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
};

/** The right to follow all objects of one resource. */
export const watchRight = (resource: ResourceName): Rule => {
  const [, apiGroup = ''] = resources[resource].qualifiedName.split(/\.(.*)/);
  return { apiGroups: [apiGroup], resources: [resource], verbs: ['list', 'watch'] };
};

/** What each source of names has to read in the cluster. */
export const sourceRights = (source: SourceName): readonly Rule[] =>
  resourcesToRead([source]).map(watchRight);

/** What a setting needs besides, whatever the source. */
export const SETTING_RIGHTS = {
  /** The owner id is the UID of kube-system, where `owner` names no other. */
  identity: [{ apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] }],
  /** Selectors of namespaces. */
  namespaces: [watchRight('namespaces')],
  /** Addresses of nodes. */
  nodes: [watchRight('nodes')],
  /** Classes of Ingresses: some Ingresses may belong to the default one. */
  ingressClasses: [watchRight('ingressclasses')],
  /** Rules for classes of Ingresses that name a Service. */
  ingressServices: [watchRight('services')],
  /** An API server without discovery.k8s.io/v1. */
  endpoints: [watchRight('endpoints')],
  /** What is wrong with an object is said on it. Without this right it is only logged. */
  events: [{ apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] }],
  /** With `--published-condition`: whether BIND answers for a Service stands on it. */
  publishedCondition: [{ apiGroups: [''], resources: ['services/status'], verbs: ['patch'] }],
  /** Several instances agree on the one that writes. In one namespace, it can be a Role. */
  lease: [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] }],
} as const satisfies Record<string, readonly Rule[]>;
