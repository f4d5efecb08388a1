import type { Rrset } from '../dns/rrset.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { addressRrsets, splitFamilies } from './answer.ts';
import type { AddressPolicy, RecordOptions } from './recordOptions.ts';
import { inScope } from './scope.ts';
import { type ServiceContext, ttlOf } from './serviceContext.ts';

/** `<endpoint>.<service>.<namespace>.svc.<zone>` for each ready endpoint (specification §2.4.1). */
export const endpointNames = (context: ServiceContext): readonly Rrset[] => {
  if (!publishesEndpointNames(context)) return [];
  const ttlSeconds = ttlOf(context, 'endpoints');
  const addresses = addressesByLabel(context);
  const rrsets: Rrset[] = [];
  for (const [label, ofLabel] of addresses) {
    const name = `${label}.${context.name}`;
    if (ofLabel.length > 1) {
      rrsets.push(...addressRrsets(name, { ...splitFamilies(ofLabel), alias: '' }, ttlSeconds));
      continue;
    }
    const type = ofLabel[0]?.includes(':') === true ? 'AAAA' : 'A';
    rrsets.push({ name, type, ttlSeconds, rdatas: ofLabel });
  }
  return rrsets;
};

/** Wherever endpoints are what a name of the Service answers, because SRV records point at these names. */
export const publishesEndpointNames = (context: ServiceContext): boolean => {
  const { service, options, policy } = context;
  if (service.kind === 'headless' && meansEndpoints(policy)) return true;
  if (service.kind !== 'clusterIp' && service.kind !== 'headless') return false;
  return options.endpointNames || policy === 'endpoints' || namesNeedEndpoints(context.snapshot, options);
};

const meansEndpoints = (policy: AddressPolicy): boolean => policy === 'cluster-ip' || policy === 'endpoints';

const namesNeedEndpoints = (snapshot: ServiceSnapshot, { names }: RecordOptions): boolean =>
  names.some(
    ({ addresses, scope }) =>
      (addresses === 'endpoints' || (addresses === 'cluster-ip' && snapshot.service.kind === 'headless')) &&
      inScope(snapshot, scope),
  );

/** Sorted by label. Several endpoints may share one, and one endpoint may have an address of each family. */
const addressesByLabel = (context: ServiceContext): readonly (readonly [string, string[]])[] => {
  const byLabel = new Map<string, string[]>();
  for (const { label, address } of context.endpoints()) {
    if (label === '') continue;
    const addresses = byLabel.get(label);
    if (addresses === undefined) byLabel.set(label, [address]);
    else addresses.push(address);
  }
  return [...byLabel].sort(([a], [b]) => (a < b ? -1 : 1));
};
