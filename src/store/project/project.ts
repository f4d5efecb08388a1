import { isJsonObject } from '../jsonObject.ts';
import { objectMeta } from '../objectKey.ts';
import { type ResourceName, type ResourceObjects, resources } from '../resources.ts';
import { projectDnsEndpoint } from './projectDnsEndpoint.ts';
import { projectEndpointSlice } from './projectEndpointSlice.ts';
import { projectEndpoints } from './projectEndpoints.ts';
import { projectGateway, projectListenerSet } from './projectGateway.ts';
import { projectIngress, projectIngressClass } from './projectIngress.ts';
import { createProblemList, type Projection, type ProjectionContext } from './projection.ts';
import { projectNamespace } from './projectNamespace.ts';
import { projectNode } from './projectNode.ts';
import { projectPod } from './projectPod.ts';
import { projectRoute } from './projectRoute.ts';
import { projectService } from './projectService.ts';
import { projectServiceImport } from './projectServiceImport.ts';

/**
 * One API object of a resource (parsed JSON of any shape) → the model. Never throws; the same input gives
 * equal output.
 */
export const project = <R extends ResourceName>(
  resource: R,
  json: unknown,
  context: ProjectionContext,
): Projection<ResourceObjects[R]> => {
  const meta = objectMeta(json);
  const { kind, namespaced } = resources[resource];
  if (!isJsonObject(json) || meta === undefined) return unusable(kind, '', 'metadata.name', 'a name');
  if (namespaced && meta.namespace === '')
    return unusable(kind, `/${meta.name}`, 'metadata.namespace', 'a namespace');
  return projections[resource](json, context);
};

const unusable = (kind: string, name: string, field: string, needed: string): Projection<never> => {
  const problems = createProblemList(kind, name);
  problems.add(field, undefined, needed);
  return { object: undefined, problems: problems.texts };
};

const projections: {
  readonly [R in ResourceName]: (
    json: Readonly<Record<string, unknown>>,
    context: ProjectionContext,
  ) => Projection<ResourceObjects[R]>;
} = {
  services: projectService,
  endpointslices: projectEndpointSlice,
  endpoints: projectEndpoints,
  nodes: projectNode,
  pods: projectPod,
  namespaces: projectNamespace,
  ingresses: projectIngress,
  ingressclasses: projectIngressClass,
  dnsendpoints: projectDnsEndpoint,
  gateways: projectGateway,
  listenersets: projectListenerSet,
  httproutes: projectRoute('HTTPRoute'),
  grpcroutes: projectRoute('GRPCRoute'),
  tlsroutes: projectRoute('TLSRoute'),
  tcproutes: projectRoute('TCPRoute'),
  udproutes: projectRoute('UDPRoute'),
  serviceimports: projectServiceImport,
};
