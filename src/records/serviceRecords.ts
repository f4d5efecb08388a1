import type { DomainName, Rrset } from '../dns/rrset.ts';
import type { ObjectRef } from '../model/objectRef.ts';
import type { Holdable } from './sources/sourceRequest.ts';

/**
 * All that one Service puts into DNS, apart from reverse names. Every list is in canonical order and free of
 * duplicates.
 */
export type ServiceRecords = RequestedNames & {
  /**
   * The Service is in scope, and not ignored by its annotation: it stands behind its names even while it has
   * nothing to publish.
   */
  readonly selected: boolean;
  /** RRsets below `svc.<zone>`: no other Service has any of these names. */
  readonly territory: readonly Rrset[];
  /**
   * RRsets below `pod.<zone>`, part of the territory too. Another Service in front of the same Pod has the
   * same RRset, equal in every field: a name goes when its last Service goes.
   */
  readonly shared: readonly Rrset[];
  /** What cannot be published, and why. */
  readonly problems: readonly RecordProblem[];
  /** Absent for what is never held while there is nothing to publish. */
  readonly holdable?: Holdable;
  /** How many addresses lie outside of the zone's networks; absent where none does. */
  readonly leftOut?: number;
};

/** Names outside the territory: requested, and ours only once the contest is decided and the zone agrees. */
export type RequestedNames = {
  readonly names: readonly RequestedName[];
  /** Every base that is requested and may be, also while there is nothing to publish at it. */
  readonly requested: readonly DomainName[];
  /** Those of them below which endpoints may have names, whether one has any now or could have. */
  readonly endpointsBelow?: readonly DomainName[];
};

/** By what an object asks for a name. */
export type NameRule =
  | 'short-name'
  | 'template'
  | 'annotation'
  | 'external-dns'
  /** By the object's own fields: a host of an Ingress, a hostname of a route, an entry of a DNSEndpoint. */
  | 'gateway'
  | 'ingress'
  | 'dnsendpoint'
  | 'node'
  | 'import';

/** One owner name outside the territory that an object requests, with what would stand there. */
export type RequestedName = {
  readonly name: DomainName;
  /**
   * The name that was asked for: `name` itself, or the name that the SRV record `_port._proto.<base>` stands
   * below. ContestDecision is by base, so that a name and its SRV records never belong to two Services.
   */
  readonly base: DomainName;
  /** The most specific configured zone that holds it. */
  readonly zone: DomainName;
  /** The object that asks for it. */
  readonly origin: ObjectRef;
  /** Creation of the object in milliseconds since 1970; 0 when unknown. */
  readonly createdMs: number;
  readonly rule: NameRule;
  /** In order of their types; never empty. */
  readonly rrsets: readonly Rrset[];
};

export type ProblemKind =
  | 'invalid-name'
  | 'name-too-long'
  | 'rrset-too-long'
  | 'invalid-port-name'
  | 'invalid-hostname'
  | 'invalid-external-name'
  | 'external-name-is-address'
  | 'cluster-only-target'
  | 'alias-of-itself'
  | 'alias-beside-addresses'
  | 'several-aliases'
  | 'template-without-value'
  | 'wildcard'
  | 'wider-wildcard'
  | 'shadowed-wildcard'
  | 'outside-zone'
  | 'reserved-name'
  | 'denied-name'
  | 'not-allowed'
  | 'names-clash'
  | 'nodes-not-watched'
  | 'class-without-address'
  | 'invalid-annotation'
  | 'invalid-endpoint'
  | 'too-many-names'
  | 'too-many-records'
  | 'too-many-topology-zones'
  /** Further problems of the object, which are counted and not reported. */
  | 'more';

/**
 * Something that cannot be published, or is published and not all that was asked for (`cluster-only-target`,
 * `wider-wildcard`, `shadowed-wildcard`); the rest of the object is published all the same. Becomes an Event,
 * a log line and a metric.
 */
export type RecordProblem = {
  readonly kind: ProblemKind;
  readonly object: ObjectRef;
  /** The name concerned, when there is one that DNS could hold. */
  readonly name?: DomainName;
  /** A whole sentence: what cannot be published, what was found, what is needed. */
  readonly message: string;
  /** How many problems this one stands for, where it is not itself alone. */
  readonly more?: number;
};
