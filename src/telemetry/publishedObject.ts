import type { ObjectRef, OriginKey } from '../model/objectRef.ts';
import type { PublishedService } from './publishedService.ts';

/** An object that names come from, of whatever kind, with its records, as the status page shows it. */
export type PublishedObject = {
  readonly key: OriginKey;
  readonly object: ObjectRef;
  readonly state: PublishedService['state'];
  /** Of a Service only: its type in our words, such as `headless`. */
  readonly type?: string;
  /** Cluster IPs, external name, or nothing. */
  readonly addresses: readonly string[];
  readonly readyEndpoints: number;
  readonly endpoints: number;
  /** Lines of a zone file with what stands in the zones, the first few. */
  readonly records: readonly string[];
  /** How many such lines there are. */
  readonly recordCount: number;
};

/** Which objects are asked for; an empty text asks for all. */
export type ObjectQuery = {
  /** Part of a name, namespace, kind, address or domain name; in lower case. */
  readonly search: string;
  readonly state: string;
  readonly kind: string;
  readonly namespace: string;
  readonly zone: string;
  readonly view: string;
  /** Those that come after this key. */
  readonly after: string;
};

/** What a query finds. */
export type FoundObjects = {
  /** In the order of their keys; undefined stands for one that was looked at and is not asked for. */
  readonly objects: Iterable<PublishedObject | undefined>;
  /** Of all objects, whatever is asked for. */
  readonly total: number;
  readonly kinds: readonly string[];
  /** The first 500. */
  readonly namespaces: readonly string[];
};
