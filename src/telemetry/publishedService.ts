import type { Rrset } from '../dns/rrset.ts';
import type { ObjectRef } from '../model/objectRef.ts';
import type { ServiceKey } from '../model/service.ts';

/** One RRset that we keep in a zone. */
export type PublishedRrset = Rrset & {
  readonly zone: string;
  readonly view?: string;
  /** What asks for it; undefined for the zone's own, such as `dns-version`, and where several share it. */
  readonly object: ObjectRef | undefined;
};

/** A Service with its endpoints and its names, as the status page shows it. */
export type PublishedService = {
  readonly service: ServiceKey;
  readonly kind: string;
  /** Cluster IPs, external name, or nothing. */
  readonly addresses: readonly string[];
  readonly readyEndpoints: number;
  readonly endpoints: number;
  /** `name type data` of what stands in the zone at the Service's own names, shortest name first. */
  readonly names: readonly string[];
  /**
   * | state           | what of it is not in the zone as it should be                                 |
   * | --------------- | ----------------------------------------------------------------------------- |
   * | `published`     | nothing                                                                       |
   * | `empty`         | nothing: it has no names, for want of addresses                               |
   * | `outside`       | nothing: its addresses lie outside of the networks of every zone              |
   * | `unpublishable` | something that DNS cannot hold                                                |
   * | `pending`       | something that waits to be written                                            |
   * | `held`          | nothing: what stands there stays, although it has nothing to publish for now  |
   * | `conflict`      | a name that somebody else has, by hand or as an older Service                 |
   * | `omitted`       | records that BIND leaves out, or whose TTL it cuts, and answers NOERROR        |
   * | `quarantined`   | its records, or a name outside `svc`, which BIND refuses                      |
   */
  readonly state:
    | 'published'
    | 'empty'
    | 'outside'
    | 'unpublishable'
    | 'pending'
    | 'held'
    | 'conflict'
    | 'omitted'
    | 'quarantined';
};
