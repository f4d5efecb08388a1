import { digestRow } from './digestRow.ts';
import type { RecordTypeRow } from './recordTypeRow.ts';

/** Octets of a digest by its type: SHA-1 (RFC 4255 §3.1.2), SHA-256 (RFC 6594 §5.3.2). BIND checks them. */
const digests: ReadonlyMap<number, number> = new Map([
  [1, 20],
  [2, 32],
]);

/** Fingerprint of a host's SSH key (RFC 4255 §3): `algorithm type digest`. */
export const sshfp: RecordTypeRow = digestRow({
  type: 'SSHFP',
  typeNumber: 44,
  numbers: 2,
  digestOctets: ([, type = 0]) => digests.get(type),
  needed:
    'two numbers from 0 to 255 and a fingerprint in hexadecimal digits, 40 of them for type 1, 64 for type 2',
});
