import type { Rrset } from '../../dns/rrset.ts';
import type { Service } from '../../model/service.ts';
import { addressRrsets, splitFamilies } from '../answers/answer.ts';
import { type MadeRrsets, noRrsets } from '../madeRrsets.ts';
import type { AddressPolicy } from '../recordOptions.ts';
import { inScope } from '../scope.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';

/** `<endpoint>.<service>.<namespace>.svc.<zone>` for each ready endpoint (specification §2.4.1). */
export const endpointNames = (context: ServiceContext): MadeRrsets => {
  if (!publishesEndpointNames(context)) return noRrsets;
  const ttlSeconds = ttlOf(context, 'endpoints');
  const rrsets: Rrset[] = [];
  const { endpoints, problems } = context.endpoints();
  // Sorted by label: endpoints that share a name stand together.
  for (let from = 0, to: number; from < endpoints.length; from = to) {
    const label = endpoints[from]?.label ?? '';
    for (to = from + 1; endpoints[to]?.label === label; ) to++;
    if (label === '') continue;
    const addresses = endpoints.slice(from, to).map(({ address }) => address);
    const name = `${label}.${context.name}`;
    for (const rrset of addressRrsets(name, { ...splitFamilies(addresses), alias: '' }, ttlSeconds))
      rrsets.push(rrset);
  }
  return { rrsets, problems };
};

/** Whether the Service's own name answers with its endpoints. */
export const answersEndpoints = ({ service, policy }: ServiceContext): boolean =>
  meansEndpoints(service.kind, policy);

/** Wherever endpoints are what a name of the Service answers, because SRV records point at these names. */
const publishesEndpointNames = (context: ServiceContext): boolean => {
  const { service, options, snapshot } = context;
  if (service.kind !== 'cluster-ip' && service.kind !== 'headless') return false;
  return (
    answersEndpoints(context) ||
    (options.endpointNames && service.kind === 'cluster-ip') ||
    options.names.some(
      ({ addresses, scope }) =>
        addresses !== undefined && meansEndpoints(service.kind, addresses) && inScope(snapshot, scope),
    )
  );
};

const meansEndpoints = (kind: Service['kind'], policy: AddressPolicy): boolean =>
  (kind === 'headless' && policy === 'cluster-ip') ||
  ((kind === 'headless' || kind === 'cluster-ip') && policy === 'endpoints');
