import type { JsonObject } from '../../store/jsonObject.ts';

/** Reads the body of a list as it comes, without ever holding it whole. */
export type ListReader = {
  /** Hands on each item that this chunk completes. Returns what is wrong with the list, in words. */
  readonly push: (chunk: Buffer) => string | undefined;
  /** `metadata` of the list; undefined while it is not complete. */
  readonly metadata: () => JsonObject | undefined;
  /** Octets that are kept: of the item that is not yet complete, and of what stands around the items. */
  readonly pendingOctets: () => number;
};
