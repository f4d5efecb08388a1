import { mostSpecificZone } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { reservedFor } from '../../records/inside/territoryOf.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';

/**
 * Whether a wildcard of the zone may speak for what is below a name: not in a zone of its own below, and not
 * among the names that are kept for Kubernetes, where what is not known does not exist.
 */
export const isOpenToCopies = (options: RecordOptions, name: DomainName): boolean =>
  name === options.zone ||
  (mostSpecificZone(name, [options.zone, ...options.otherZones]) === options.zone &&
    reservedFor(name, options) === undefined);
