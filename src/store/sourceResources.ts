import type { SourceName } from '../model/sourceName.ts';
import type { ResourceName } from './resources.ts';

/** What each source reads. Endpoints, Namespaces and Nodes are read besides, where an option needs them. */
export const sourceResources: Readonly<Record<SourceName, readonly ResourceName[]>> = {
  service: ['services'],
  gateway: [
    'gateways',
    'listenersets',
    'httproutes',
    'grpcroutes',
    'tlsroutes',
    'tcproutes',
    'udproutes',
    'namespaces',
    'services',
  ],
  ingress: ['ingresses', 'ingressclasses'],
  dnsendpoint: ['dnsendpoints'],
  node: ['nodes'],
  pod: [],
  import: [],
};

/** What these sources read, each once; EndpointSlices with Services. */
export const resourcesToRead = (sources: readonly SourceName[]): readonly ResourceName[] => {
  const read = sources.flatMap((source) => sourceResources[source]);
  return [...new Set(sources.includes('service') ? [...read, 'endpointslices' as const] : read)];
};
