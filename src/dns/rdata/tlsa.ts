import { digestRow } from './digestRow.ts';
import type { RecordTypeRow } from './recordTypeRow.ts';

/** A certificate, or a part of one (RFC 6698 §2.1): `usage selector matching-type data`. */
export const tlsa: RecordTypeRow = digestRow({
  type: 'TLSA',
  typeNumber: 52,
  numbers: 3,
  // BIND takes a digest of any length, and so do we.
  digestOctets: () => undefined,
  needed: 'three numbers from 0 to 255 and data in hexadecimal digits',
});
