import type { Endpoint, EndpointSlice } from '../../model/endpointSlice.ts';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { changedMs } from './changedMs.ts';
import {
  createProblemList,
  type ProblemList,
  type Projection,
  type ProjectionContext,
} from './projection.ts';
import { readAddresses } from './readAddresses.ts';
import { endpointPorts } from './servicePorts.ts';

/**
 * An EndpointSlice (discovery.k8s.io/v1). Slices of address type FQDN and slices that belong to no Service
 * (label `kubernetes.io/service-name`), nor to a ServiceImport where these are read, are none of ours. An
 * endpoint with several addresses becomes several.
 */
export const projectEndpointSlice = (
  json: JsonObject,
  context: ProjectionContext,
): Projection<EndpointSlice> => {
  const { interner } = context;
  const metadata = objectAt(json, 'metadata');
  const serviceName = textAt(objectAt(metadata, 'labels'), 'kubernetes.io/service-name');
  const imported = importedOf(metadata, context);
  const isOurs = serviceName !== '' || imported !== undefined;
  if (!isOurs || json['addressType'] === 'FQDN') return notOurs;
  const namespace = interner.text(textAt(metadata, 'namespace'));
  const name = textAt(metadata, 'name');
  const problems = createProblemList('EndpointSlice', `${namespace}/${name}`);
  const endpoints = projectEndpoints(json, context, problems);
  const ports = endpointPorts(json, 'ports', interner, problems);
  const object = {
    namespace,
    name,
    serviceName: interner.text(serviceName),
    ...(imported === undefined ? {} : { imported }),
    ports,
    endpoints,
    ...changedMs(metadata, context.needs),
  };
  return { object, problems: problems.texts };
};

const importedOf = (
  metadata: JsonObject,
  { needs, interner }: ProjectionContext,
): EndpointSlice['imported'] => {
  if (needs.imports !== true) return undefined;
  const labels = objectAt(metadata, 'labels');
  const serviceName = interner.text(textAt(labels, 'multicluster.kubernetes.io/service-name'));
  const cluster = interner.text(textAt(labels, 'multicluster.kubernetes.io/source-cluster'));
  return serviceName === '' ? undefined : { serviceName, cluster };
};

const projectEndpoints = (
  slice: JsonObject,
  context: ProjectionContext,
  problems: ProblemList,
): readonly Endpoint[] => {
  const endpoints: Endpoint[] = [];
  const inNamespace = { ...context, namespace: textAt(objectAt(slice, 'metadata'), 'namespace') };
  for (const [index, json] of arrayAt(slice, 'endpoints').entries()) {
    if (!isJsonObject(json)) {
      problems.add(`endpoints[${index}]`, json, 'an object');
      continue;
    }
    const addresses = readAddresses(arrayAt(json, 'addresses'), `endpoints[${index}].addresses`, problems);
    for (const address of addresses) endpoints.push(endpointAt(address, json, inNamespace));
  }
  return endpoints;
};

const endpointAt = (
  address: string,
  json: JsonObject,
  { namespace, needs, interner }: ProjectionContext & { readonly namespace: string },
): Endpoint => ({
  address,
  hostname: textAt(json, 'hostname'),
  // Absent counts as ready; a terminating endpoint says `ready: false`.
  ready: (objectAt(json, 'conditions')['ready'] ?? true) === true,
  nodeName: interner.text(textAt(json, 'nodeName')),
  ofPod: podName(json, namespace) !== '',
  podName: needs.podNames ? podName(json, namespace) : '',
  topologyZone: needs.topologyZones ? interner.text(textAt(json, 'zone')) : '',
});

/** Name of the Pod of the same namespace that an endpoint stands for, or empty. */
export const podName = (endpoint: JsonObject, namespace: string): string => {
  const target = objectAt(endpoint, 'targetRef');
  const isOurs = target['kind'] === 'Pod' && (target['namespace'] ?? namespace) === namespace;
  return isOurs ? textAt(target, 'name') : '';
};

const notOurs: Projection<never> = { object: undefined, problems: [] };
