import type { Service } from '../../model/service.ts';
import type { AddressPolicy } from '../recordOptions.ts';
import { inScope } from '../scope.ts';
import type { ServiceContext } from '../serviceContext.ts';

/** Whether the names of such a Service answer with its endpoints under a policy. */
export const meansEndpoints = (kind: Service['kind'], policy: AddressPolicy): boolean =>
  (kind === 'headless' && policy === 'cluster-ip') ||
  ((kind === 'headless' || kind === 'cluster-ip') && policy === 'endpoints');

/** Whether the Service's own name answers with its endpoints. */
export const answersEndpoints = ({ service, policy }: ServiceContext): boolean =>
  meansEndpoints(service.kind, policy);

/** How many of the operator's templates have a name for the Service that answers with its endpoints. */
export const templatesWithEndpoints = ({ service, options, policy, scoped }: ServiceContext): number =>
  options.names.filter(
    ({ addresses, scope }) => meansEndpoints(service.kind, addresses ?? policy) && inScope(scoped, scope),
  ).length;

/** Wherever endpoints are what a name of the Service answers, because SRV records point at these names. */
export const publishesEndpointNames = (context: ServiceContext): boolean => {
  const { service, options } = context;
  return (
    answersEndpoints(context) ||
    (options.endpointNames && service.kind === 'cluster-ip') ||
    templatesWithEndpoints(context) > 0
  );
};
