import { objectRefKey } from '../../model/objectRef.ts';
import { objectKey } from '../objectKey.ts';
import type { OpenOriginTable } from './originTable.ts';

/** DNSEndpoints: nothing else decides their records. */
export const openDnsEndpointTable: OpenOriginTable = ({ tables, namespaceLabels, mark }) => ({
  kind: 'DNSEndpoint',
  refs: function* () {
    for (const { ref } of tables.dnsendpoints.objects.values()) yield ref;
  },
  snapshot: (ref) => {
    const object = tables.dnsendpoints.objects.get(objectKey(ref));
    return object && { kind: 'dnsendpoint', object, namespaceLabels: namespaceLabels(ref.namespace) };
  },
  changed: ({ resource, before, after }) => {
    if (resource === 'dnsendpoints') {
      const endpoint = after ?? before;
      if (endpoint !== undefined) mark(objectRefKey(endpoint.ref));
    }
    if (resource === 'namespaces')
      for (const { ref } of tables.dnsendpoints.objects.values())
        if (ref.namespace === (after ?? before)?.name) mark(objectRefKey(ref));
  },
});
