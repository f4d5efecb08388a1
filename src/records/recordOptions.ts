import type { Cidr } from '../dns/cidr.ts';
import type { DomainName, RecordType } from '../dns/rrset.ts';
import type { Node } from '../model/node.ts';
import type { ServiceKey } from '../model/service.ts';
import type { SourceName } from '../model/sourceName.ts';
import type { Scope } from './scope.ts';

/**
 * Which addresses stand at a Service's names.
 *
 * | policy       | ClusterIP, NodePort, LoadBalancer                  | headless            | ExternalName |
 * | ------------ | -------------------------------------------------- | ------------------- | ------------ |
 * | `cluster-ip` | `spec.clusterIPs`, SRV to the Service's ports      | ready endpoints     | CNAME        |
 * | `endpoints`  | ready endpoints, SRV to the slice's ports          | ready endpoints     | CNAME        |
 * | `external`   | load-balancer addresses and `externalIPs`, or else | the same            | CNAME        |
 * |              | a CNAME to the load balancer's hostname            |                     |              |
 * | `node`       | addresses of ready nodes, SRV to the node ports    | none: no node ports | CNAME        |
 *
 * A policy under which a Service has no address does not publish the name.
 */
export type AddressPolicy = 'cluster-ip' | 'endpoints' | 'external' | 'node';

export const addressPolicyNames: readonly AddressPolicy[] = ['cluster-ip', 'endpoints', 'external', 'node'];

/**
 * Where a TTL comes from: each kind of record has its own. `version` is that of the `dns-version` TXT record.
 */
export type TtlKind = 'clusterIp' | 'endpoints' | 'externalName' | 'external' | 'node' | 'version';

export type NodeAddressType = Node['addresses'][number]['type'];

/** Every choice that decides one zone's records. Together with a snapshot it decides them completely. */
export type RecordOptions = {
  /** The zone's name, canonical and absolute. */
  readonly zone: DomainName;
  /**
   * The other configured zones: a name outside the territory goes to the most specific zone that holds it.
   */
  readonly otherZones: readonly DomainName[];
  /** Those of them that have names of Nodes. */
  readonly otherNodeZones?: readonly DomainName[];
  /** Which Services this zone publishes. */
  readonly scope: Scope;
  readonly ttlSeconds: Readonly<Record<TtlKind, number>>;
  /** Bounds of every TTL, also of those that annotations ask for. */
  readonly minTtlSeconds: number;
  readonly maxTtlSeconds: number;
  readonly addresses: AddressPolicy;
  /** For each node and address family the first type that the node has is taken. */
  readonly nodeAddressTypes: readonly NodeAddressType[];
  /** Watch nodes although neither `addresses` nor a template asks for them, so that annotations may. */
  readonly watchNodes?: boolean;
  /**
   * An address is published only when it lies in one of these, where there are any, and in none of those
   * below: so each view of a zone has its own. Names that have no address left are not there, nor are SRV
   * records to them; other records stay, as a host name is no address.
   */
  readonly networks: readonly Cidr[];
  readonly excludeNetworks: readonly Cidr[];
  readonly names: readonly NameTemplate[];
  /** What annotations may ask for; a hostname that no rule allows is not published. */
  readonly allow: readonly AllowRule[];
  /** Do not publish ClusterIP Services without a ready endpoint (as CoreDNS's `ignore empty_service`). */
  readonly hideEmpty: boolean;
  /** Name an endpoint without hostname after its Pod instead of its address. */
  readonly endpointPodNames: boolean;
  /** Endpoint names below ClusterIP Services too. */
  readonly endpointNames: boolean;
  /** SRV records of all named ports at the Service's name itself. */
  readonly srvAtService: boolean;
  /** `1-2-3-4.<namespace>.pod.<zone>` for the Pods behind Services. */
  readonly podNames: boolean;
  /**
   * `<topology zone>.pin._zone.<service>…` and `….prefer._zone.…` for headless Services, with SRV records
   * where `srvAtService` is on. BIND refuses addresses at a name with an underscore unless the zone has
   * `check-names ignore;`.
   */
  readonly zonalNames: boolean;
  /**
   * The domain of the cluster's own DNS, in which targets of ExternalName Services are written as the cluster
   * knows them; undefined where it was not told.
   */
  readonly clusterDomain: DomainName | undefined;
  /** Publish an `externalName` that is an IP address as A or AAAA instead of nothing. */
  readonly externalNameAddresses: boolean;
  /** Read external-dns's annotations besides our own. */
  readonly externalDnsAnnotations: boolean;
  /** Constants, so that a scale step does not rewrite the records of the endpoints that stay. */
  readonly srvPriority: number;
  readonly srvWeight: number;
  /**
   * Bounds of what one object may ask for, so that none can starve the others: names outside the territory,
   * records, and topology zones that have names.
   */
  readonly maxNames: number;
  readonly maxRecords: number;
  readonly maxTopologyZones: number;
  /** Names that one wildcard may have besides its own, for what exists below it. */
  readonly maxWildcardNames: number;
  /** Which kinds of objects this zone publishes. */
  readonly sources: readonly SourceName[];
  /** Classes of Ingresses that this zone publishes; empty: all. */
  readonly ingressClasses: readonly string[];
  /** Hosts of Ingresses' certificates (`spec.tls`) ask for names too. */
  readonly ingressTlsHosts: boolean;
  /**
   * Where Ingresses are reached whose controller sets no status, or another than is wanted in this zone.
   */
  readonly ingressRules: readonly IngressRule[];
  /** Gateways, as `namespace/name`, whose routes this zone publishes; empty: all. */
  readonly gateways: readonly string[];
  /** Classes of Gateways whose routes this zone publishes; empty: all. */
  readonly gatewayClasses: readonly string[];
  /** A route without hosts asks for the wildcard that its listener has. */
  readonly gatewayWildcards: boolean;
};

/** Names outside the territory, one for each Service in scope. */
export type NameTemplate = {
  readonly rule: 'short-name' | 'template';
  /**
   * Text with `{service}`, `{namespace}`, `{zone}`, `{label:KEY}` and `{annotation:KEY}`; a trailing dot may
   * be left out.
   */
  readonly template: string;
  readonly scope: Scope;
  /** Wins over the Service's annotation: the operator chose what this kind of name means. */
  readonly addresses?: AddressPolicy;
  /** The Service's own TTL annotation wins over it. */
  readonly ttlSeconds?: number;
};

/**
 * Hostnames that annotations may ask for in the namespaces of `scope`. In a pattern `*` stands for any text
 * inside one label, `**` for any number of labels; `{namespace}` and `{zone}` are filled in.
 */
export type AllowRule = {
  readonly scope: Scope;
  readonly patterns: readonly string[];
  /** Kinds of objects that may ask, as the API writes them; absent: all. */
  readonly kinds?: readonly string[];
  /**
   * Types that may be asked for; absent: all but NS. The zone's own name needs a rule with types, whoever
   * asks for it.
   */
  readonly types?: readonly RecordType[];
};

/** The addresses of all Ingresses of one class: those of a Service, or these. */
export type IngressRule = { readonly className: string } & (
  | { readonly service: ServiceKey }
  /** Canonical. */
  | { readonly addresses: readonly string[] }
);

/** Short names `<service>.<zone>` for the Services of these namespaces; none for an empty list. */
export const shortNames = (namespaces: readonly string[]): readonly NameTemplate[] =>
  namespaces.length === 0
    ? []
    : [{ rule: 'short-name', template: '{service}.{zone}', scope: { namespaces } }];
