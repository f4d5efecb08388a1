import type { SourceSnapshot } from '../../model/originSnapshot.ts';
import type { SourceName } from '../../model/sourceName.ts';
import { dnsEndpointRequests } from './dnsEndpointRequests.ts';
import { routeRequests } from './gateway/routeRequests.ts';
import { ingressRequests } from './ingressRequests.ts';
import type { SourceMaker } from './sourceRequest.ts';

type SourceRow<Snapshot> = { readonly source: SourceName; readonly make: SourceMaker<Snapshot> };

/** Every kind of snapshot that is not a Service's: by which source it is read, and what is made of it. */
export const sourceMakers: {
  readonly [K in SourceSnapshot['kind']]: SourceRow<Extract<SourceSnapshot, { readonly kind: K }>>;
} = {
  dnsendpoint: { source: 'dnsendpoint', make: dnsEndpointRequests },
  ingress: { source: 'ingress', make: ingressRequests },
  route: { source: 'gateway', make: routeRequests },
};
