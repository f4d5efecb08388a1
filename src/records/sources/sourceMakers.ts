import type { ImportSnapshot, SourceSnapshot } from '../../model/originSnapshot.ts';
import type { SourceName } from '../../model/sourceName.ts';
import type { TtlKind } from '../recordOptions.ts';
import { dnsEndpointRequests } from './dnsEndpointRequests.ts';
import { routeRequests } from './gateway/routeRequests.ts';
import { importRecords } from './import/importRecords.ts';
import { ingressRequests } from './ingress/ingressRequests.ts';
import { nodeRequests } from './nodeRequests.ts';
import { podRecords } from './podRecords.ts';
import type { SourceMaker } from './sourceRequest.ts';

type SourceRow<Snapshot> = {
  readonly source: SourceName;
  /** Whose TTL its addresses have. */
  readonly ttl: (snapshot: Snapshot) => TtlKind;
  readonly make: SourceMaker<Snapshot>;
};

const importTtl = ({ object }: ImportSnapshot): TtlKind =>
  object.type === 'Headless' ? 'endpoints' : 'clusterIp';

/** Every kind of snapshot that is not a Service's: by which source it is read, and what is made of it. */
export const sourceMakers: {
  readonly [K in SourceSnapshot['kind']]: SourceRow<Extract<SourceSnapshot, { readonly kind: K }>>;
} = {
  dnsendpoint: { source: 'dnsendpoint', ttl: () => 'external', make: dnsEndpointRequests },
  import: { source: 'import', ttl: importTtl, make: importRecords },
  ingress: { source: 'ingress', ttl: () => 'external', make: ingressRequests },
  node: { source: 'node', ttl: () => 'node', make: nodeRequests },
  pod: { source: 'pod', ttl: () => 'endpoints', make: podRecords },
  route: { source: 'gateway', ttl: () => 'external', make: routeRequests },
};
