import type { Rrset } from '../../dns/rrset.ts';
import { clampTtl } from '../parseTtl.ts';
import type { RecordOptions } from '../recordOptions.ts';

/** Version of the Kubernetes DNS specification that the records follow. */
export const specificationVersion = '1.1.0';

/** That of the specification of DNS for cluster sets (KEP-1645). */
const clusterSetVersion = '1.0.0';

/** Records that belong to no Service: the specification's version (§2.2). */
export const zoneRecords = (options: RecordOptions): readonly Rrset[] => [
  {
    name: `dns-version.${options.zone}`,
    type: 'TXT',
    ttlSeconds: clampTtl(options.ttlSeconds.version, options),
    rdatas: [`"${options.sources.includes('import') ? clusterSetVersion : specificationVersion}"`],
  },
];
