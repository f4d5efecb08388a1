import type { SourceName } from '../../model/sourceName.ts';
import { openDnsEndpointTable } from './openDnsEndpointTable.ts';
import { openImportTable } from './openImportTable.ts';
import { openIngressTable } from './openIngressTable.ts';
import { openNodeTable } from './openNodeTable.ts';
import { openPodTable } from './openPodTable.ts';
import { openRouteTable, routeResources } from './openRouteTable.ts';
import type { OpenOriginTable } from './originTable.ts';

/** The kinds of objects that each source reads names from; Services have a table of their own. */
export const originTables: Readonly<Record<SourceName, readonly OpenOriginTable[]>> = {
  service: [],
  gateway: routeResources.map(openRouteTable),
  ingress: [openIngressTable],
  dnsendpoint: [openDnsEndpointTable],
  node: [openNodeTable],
  pod: [openPodTable],
  import: [openImportTable],
};
