import type { SourceName } from '../model/sourceName.ts';
import type { ResourceName } from './resources.ts';

/**
 * What each source reads. Endpoints, Namespaces, Nodes, IngressClasses and Services are read besides, where
 * an option needs them.
 */
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
  ingress: ['ingresses'],
  dnsendpoint: ['dnsendpoints'],
  node: ['nodes'],
  pod: ['pods'],
  import: ['serviceimports'],
};

/** What these sources read, each once; EndpointSlices with Services and ServiceImports. */
export const resourcesToRead = (sources: readonly SourceName[]): readonly ResourceName[] => {
  const read = sources.flatMap((source) => sourceResources[source]);
  return [...new Set(readsEndpoints(sources) ? [...read, 'endpointslices' as const] : read)];
};

/** Whether endpoints are read: those of Services, and those that other clusters have given ServiceImports. */
export const readsEndpoints = (sources: readonly SourceName[]): boolean =>
  sources.includes('service') || sources.includes('import');
