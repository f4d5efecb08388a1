import type { AddressPolicy } from '../recordOptions.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import { type Answer, hasAddress, splitFamilies } from './answer.ts';
import { meansEndpoints } from './meansEndpoints.ts';
import type { PublishedEndpoint } from './publishedEndpoints.ts';

/** An endpoint that has a hostname, as it stands below a name that answers with all endpoints. */
export type SingleEndpoint = {
  /** Its hostname: one label. */
  readonly label: string;
  readonly answer: Answer;
};

export const noEndpoints: readonly SingleEndpoint[] = [];

/** The endpoints with a hostname below a name that answers under a policy, where it means endpoints. */
export const singleEndpointsUnder = (
  context: ServiceContext,
  policy: AddressPolicy,
): readonly SingleEndpoint[] =>
  meansEndpoints(context.service.kind, policy)
    ? singleEndpoints(context, ({ address }) => [address])
    : noEndpoints;

/** @param addressesOf what stands there for an endpoint; a hostname without any address is left out */
export const singleEndpoints = (
  context: ServiceContext,
  addressesOf: (endpoint: PublishedEndpoint) => readonly string[],
): readonly SingleEndpoint[] => {
  const named = context.endpoints().anywhere.filter(({ hasHostname }) => hasHostname);
  const ttlSeconds = ttlOf(context, 'endpoints');
  return [...Map.groupBy(named, ({ label }) => label)].flatMap(([label, endpoints]) => {
    const families = splitFamilies(context, endpoints.flatMap(addressesOf));
    if (!hasAddress(families)) return [];
    return [{ label, answer: { ttlSeconds, ...families, alias: '', ports: [] } }];
  });
};
