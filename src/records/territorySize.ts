import { endpointCost } from './answers/limitEndpoints.ts';
import { publishesEndpointNames } from './answers/meansEndpoints.ts';
import { ownSize } from './answers/ownSize.ts';
import type { ServiceContext } from './serviceContext.ts';

/**
 * About how many records a Service has below `svc.<zone>`, never fewer than it has: what is left of its bound
 * is for its other names. Counted without making them.
 */
export const territorySize = (context: ServiceContext): number => {
  const own = ownSize(context);
  if (!publishesEndpointNames(context)) return Math.min(own, context.options.maxRecords);
  const { endpoints } = context.endpoints();
  const { atMost } = endpointCost(context, endpoints, 0);
  const size = endpoints.reduce((sum, endpoint) => sum + atMost(endpoint), own);
  return Math.min(size, context.options.maxRecords);
};
