import type { Rrset } from '../../dns/rrset.ts';
import { addressRrsets, splitFamilies } from '../answers/answer.ts';
import { publishesEndpointNames } from '../answers/meansEndpoints.ts';
import { type MadeRrsets, noRrsets } from '../madeRrsets.ts';
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
    for (const rrset of addressRrsets(name, { ...splitFamilies(context, addresses), alias: '' }, ttlSeconds))
      rrsets.push(rrset);
  }
  return { rrsets, problems };
};
