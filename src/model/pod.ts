import type { SourceObject } from './sourceObject.ts';

/**
 * A Pod that is Running or Pending and has addresses of its own: others are not kept. Whether it is ready
 * does not matter, as a name by an address is no health check.
 */
export type Pod = SourceObject & {
  /** `status.podIPs`, canonical text. */
  readonly ips: readonly string[];
};
