import { assertNever } from '../../assertNever.ts';
import { hasNodePorts } from '../hasNodePorts.ts';
import type { ServiceContext } from '../serviceContext.ts';
import { answersEndpoints } from './meansEndpoints.ts';
import { maxEmptyZones } from './topologyZones.ts';

/**
 * How many records a Service has at its own name and below it that are not of its endpoints, never fewer than
 * it has. Counted without making them.
 */
export const ownSize = (context: ServiceContext): number => {
  const { service, options } = context;
  if (answersEndpoints(context)) return maxEmptyZones(context);
  return ownAddresses(context) + (options.srvAtService ? 2 : 1) * service.ports.length;
};

const ownAddresses = ({ service, policy, snapshot }: ServiceContext): number => {
  if (service.kind === 'external-name') return 1;
  switch (policy) {
    case 'cluster-ip':
    case 'endpoints':
      return service.kind === 'cluster-ip' ? service.clusterIps.length : 0;
    case 'external':
      return service.loadBalancer.length + service.externalIps.length;
    case 'node':
      return hasNodePorts(service)
        ? snapshot.nodes.reduce((sum, { addresses }) => sum + addresses.length, 0)
        : 0;
    default:
      return assertNever(policy);
  }
};
