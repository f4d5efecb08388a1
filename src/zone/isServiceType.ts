import type { RecordType } from '../dns/rrset.ts';

/**
 * Types of the records that Services make: all that we write into the territory, and all that a marker of the
 * first schema can speak of. Whatever else stands there is somebody else's, and is not even looked at.
 */
export const isServiceType = (type: RecordType): boolean => serviceTypes.has(type);

const serviceTypes: ReadonlySet<RecordType> = new Set(['A', 'AAAA', 'CNAME', 'PTR', 'SRV', 'TXT']);
