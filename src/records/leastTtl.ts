import type { Rrset } from '../dns/rrset.ts';

/** What joined RRsets have: the smallest TTL, in seconds (RFC 2181 §5.2). However many there are. */
export const leastTtl = (parts: readonly Pick<Rrset, 'ttlSeconds'>[]): number =>
  parts.reduce((least, { ttlSeconds }) => Math.min(least, ttlSeconds), Number.POSITIVE_INFINITY);
