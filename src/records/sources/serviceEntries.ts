import type { LoadBalancerIngress, Service } from '../../model/service.ts';
import type { RecordOptions } from '../recordOptions.ts';

/**
 * Where a Service is reached that stands for something else: the one that a Gateway's address names, or that
 * an operator's rule names for a class of Ingresses.
 *
 * | Service          | addresses                                                         |
 * | ---------------- | ----------------------------------------------------------------- |
 * | any              | the load balancer's and `externalIPs`, where there are any        |
 * | LoadBalancer     | none while it has none                                            |
 * | ClusterIP,       | cluster IPs; none where the zone has addresses outside the        |
 * | NodePort         | cluster only (`--addresses external`, `node`)                     |
 * | headless, others | none                                                              |
 *
 * Nodes are never taken: their node ports are not the ports that people ask a host at.
 */
export const serviceEntries = (
  service: Service,
  { addresses }: Pick<RecordOptions, 'addresses'>,
): readonly LoadBalancerIngress[] => {
  const outside = [...service.loadBalancer, ...service.externalIps.map((ip) => ({ ip }))];
  if (outside.length > 0) return outside;
  const isInside = addresses === 'cluster-ip' || addresses === 'endpoints';
  if (!isInside || service.type === 'LoadBalancer' || service.kind !== 'cluster-ip') return [];
  return service.clusterIps.map((ip) => ({ ip }));
};
