import type { Service } from '../model/service.ts';
import { usesNodes } from './answers/usesNodes.ts';
import { hasNodePorts } from './hasNodePorts.ts';
import { filledAnnotation } from './outside/externalDns/externalDnsAnnotation.ts';
import type { RecordOptions } from './recordOptions.ts';
import { annotationPrefix } from './settings.ts';

/**
 * Whether nodes may decide the records of a Service in any of these zones. All others need not be looked at
 * when a node changes.
 *
 * | Service         | reads nodes where they are watched, and                                         |
 * | --------------- | ------------------------------------------------------------------------------- |
 * | with node ports | the zone or a template has the policy `node`, or an annotation asks for one;    |
 * |                 | or it is of type NodePort and has annotations of external-dns                   |
 * | headless        | external-dns's annotation `endpoints-type` asks for them                        |
 */
export const readsNodes = (service: Service, zones: readonly RecordOptions[]): boolean =>
  zones.some((options) => usesNodes(options) && readsNodesIn(service, options));

const readsNodesIn = (service: Service, options: RecordOptions): boolean => {
  const { annotations, kind, type } = service;
  const ofExternalDns = options.externalDnsAnnotations && Object.keys(annotations).length > 0;
  if (kind === 'headless' && ofExternalDns && filledAnnotation(service, 'endpoints-type') !== undefined)
    return true;
  if (!hasNodePorts(service)) return false;
  return (
    options.addresses === 'node' ||
    options.names.some(({ addresses }) => addresses === 'node') ||
    `${annotationPrefix}addresses` in annotations ||
    (type === 'NodePort' && ofExternalDns)
  );
};
