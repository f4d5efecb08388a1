import type { DnsEndpoint } from '../model/dnsEndpoint.ts';
import type { EndpointSlice } from '../model/endpointSlice.ts';
import type { Gateway, ListenerSet } from '../model/gateway.ts';
import type { Ingress, IngressClass } from '../model/ingress.ts';
import type { Namespace } from '../model/namespace.ts';
import type { Node } from '../model/node.ts';
import type { Pod } from '../model/pod.ts';
import type { Route } from '../model/route.ts';
import type { Service } from '../model/service.ts';
import type { ServiceImport } from '../model/serviceImport.ts';

/** The API resources this program may watch, by their plural name in the API's paths. */
export type ResourceName = keyof ResourceObjects;

/**
 * What one API object of each resource becomes in the model. One Endpoints object becomes a slice for each
 * subset.
 */
export type ResourceObjects = {
  readonly services: Service;
  readonly endpointslices: EndpointSlice;
  readonly endpoints: readonly EndpointSlice[];
  readonly nodes: Node;
  readonly pods: Pod;
  readonly serviceimports: ServiceImport;
  readonly namespaces: Namespace;
  readonly ingresses: Ingress;
  readonly ingressclasses: IngressClass;
  readonly dnsendpoints: DnsEndpoint;
  readonly gateways: Gateway;
  readonly listenersets: ListenerSet;
  readonly httproutes: Route;
  readonly grpcroutes: Route;
  readonly tlsroutes: Route;
  readonly tcproutes: Route;
  readonly udproutes: Route;
};

/**
 * `kind` as the API and manifests write it, the path of the API group, and whether objects live in a
 * namespace.
 */
export type ResourceDescription = {
  readonly kind: string;
  readonly groupPath: string;
  readonly namespaced: boolean;
  /** As RBAC and messages name it: `endpointslices.discovery.k8s.io`. */
  readonly qualifiedName: string;
  /**
   * The same objects in versions that are older than that of `groupPath`, best first: read where an API
   * server serves no better one.
   */
  readonly olderPaths?: readonly string[];
  /** A custom resource: an API server has it once its definition is installed, and may have it later. */
  readonly custom?: true;
};

const gatewayResource = (kind: string, plural: string): ResourceDescription => ({
  kind,
  groupPath: '/apis/gateway.networking.k8s.io/v1',
  namespaced: true,
  qualifiedName: `${plural}.gateway.networking.k8s.io`,
  custom: true,
});

export const resources: Readonly<Record<ResourceName, ResourceDescription>> = {
  services: { kind: 'Service', groupPath: '/api/v1', namespaced: true, qualifiedName: 'services' },
  endpointslices: {
    kind: 'EndpointSlice',
    groupPath: '/apis/discovery.k8s.io/v1',
    namespaced: true,
    qualifiedName: 'endpointslices.discovery.k8s.io',
  },
  endpoints: { kind: 'Endpoints', groupPath: '/api/v1', namespaced: true, qualifiedName: 'endpoints' },
  nodes: { kind: 'Node', groupPath: '/api/v1', namespaced: false, qualifiedName: 'nodes' },
  pods: { kind: 'Pod', groupPath: '/api/v1', namespaced: true, qualifiedName: 'pods' },
  namespaces: { kind: 'Namespace', groupPath: '/api/v1', namespaced: false, qualifiedName: 'namespaces' },
  ingresses: {
    kind: 'Ingress',
    groupPath: '/apis/networking.k8s.io/v1',
    namespaced: true,
    qualifiedName: 'ingresses.networking.k8s.io',
  },
  ingressclasses: {
    kind: 'IngressClass',
    groupPath: '/apis/networking.k8s.io/v1',
    namespaced: false,
    qualifiedName: 'ingressclasses.networking.k8s.io',
  },
  dnsendpoints: {
    kind: 'DNSEndpoint',
    groupPath: '/apis/externaldns.k8s.io/v1alpha1',
    namespaced: true,
    qualifiedName: 'dnsendpoints.externaldns.k8s.io',
    custom: true,
  },
  gateways: gatewayResource('Gateway', 'gateways'),
  listenersets: gatewayResource('ListenerSet', 'listenersets'),
  httproutes: gatewayResource('HTTPRoute', 'httproutes'),
  grpcroutes: gatewayResource('GRPCRoute', 'grpcroutes'),
  tlsroutes: gatewayResource('TLSRoute', 'tlsroutes'),
  tcproutes: gatewayResource('TCPRoute', 'tcproutes'),
  udproutes: gatewayResource('UDPRoute', 'udproutes'),
  serviceimports: {
    kind: 'ServiceImport',
    groupPath: '/apis/multicluster.x-k8s.io/v1beta1',
    olderPaths: ['/apis/multicluster.x-k8s.io/v1alpha1'],
    namespaced: true,
    qualifiedName: 'serviceimports.multicluster.x-k8s.io',
    custom: true,
  },
};

export const resourceNames = Object.keys(resources) as readonly ResourceName[];

/** Paths of the API group in every version that is read, best first. */
export const groupPathsOf = (resource: ResourceName): readonly string[] => {
  const { groupPath, olderPaths = [] } = resources[resource];
  return [groupPath, ...olderPaths];
};

/**
 * Path of a resource's collection, in one namespace or (undefined) in all.
 *
 * @param groupPath of the version, where it is not the one that is read first
 */
export const resourcePath = (
  resource: ResourceName,
  namespace: string | undefined,
  groupPath = resources[resource].groupPath,
): string => {
  const { namespaced } = resources[resource];
  return namespaced && namespace !== undefined
    ? `${groupPath}/namespaces/${encodeURIComponent(namespace)}/${resource}`
    : `${groupPath}/${resource}`;
};

/** `v1`, `networking.k8s.io/v1`: what objects of a kind have as their `apiVersion`. */
export const apiVersionOf = (kind: string): string => {
  const found = Object.values(resources).find((resource) => resource.kind === kind);
  return found === undefined ? 'v1' : versionOf(found);
};

const versionOf = ({ groupPath }: ResourceDescription): string => groupPath.replace(/^\/apis?\//, '');
