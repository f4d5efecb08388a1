import type { SourceObject } from './sourceObject.ts';

/**
 * A DNSEndpoint (externaldns.k8s.io/v1alpha1): records as somebody wants them. Nothing of it is checked yet.
 */
export type DnsEndpoint = SourceObject & { readonly endpoints: readonly EndpointEntry[] };

/** One of `spec.endpoints`; what is not set is empty. */
export type EndpointEntry = {
  readonly dnsName: string;
  /** As written: `A`, `CNAME`, `MX` … */
  readonly recordType: string;
  readonly targets: readonly string[];
  /** 0 where it is not set. */
  readonly ttlSeconds: number;
  /** `setIdentifier` is set, which several entries of one name may have; here they are one RRset. */
  readonly hasSetIdentifier: boolean;
};
