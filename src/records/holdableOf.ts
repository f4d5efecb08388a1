import type { ServiceContext } from './serviceContext.ts';
import type { Holdable } from './sources/sourceRequest.ts';

/**
 * A Service whose load balancer gives its addresses. Endpoints and nodes are never held: whether they are
 * ready is the point of them.
 */
export const holdableOf = ({ service, policy }: ServiceContext): Holdable | undefined => {
  if (service.type !== 'LoadBalancer') return undefined;
  const hasAddress = service.loadBalancer.length + service.externalIps.length > 0;
  return {
    as: service.type,
    waitsFor: hasAddress ? undefined : 'an address in status.loadBalancer',
    territory: policy === 'external',
  };
};
