import { type Address, parseAddress } from '../../dns/address.ts';
import { type Cidr, cidrContains } from '../../dns/cidr.ts';
import { reverseName } from '../../dns/reverseName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import type { ObjectRef } from '../../model/objectRef.ts';
import type { ServiceSnapshot } from '../../model/serviceSnapshot.ts';
import { answerOf } from '../answers/answerOf.ts';
import { answersEndpoints } from '../answers/meansEndpoints.ts';
import type { RecordOptions } from '../recordOptions.ts';
import { contextOf, type ServiceContext, ttlOf } from '../serviceContext.ts';
import { comparePointers, limitPointers } from './choosePointers.ts';

/**
 * Which addresses get a PTR record.
 *
 * | policy            | cluster IP | with hostname | without | several names               |
 * | ----------------- | ---------- | ------------- | ------- | --------------------------- |
 * | `all`             | yes        | yes           | yes     | all (specification §2.4.3)  |
 * | `hostname-only`   | yes        | yes           | no      | all                         |
 * | `one`             | yes        | yes           | yes     | one: {@link choosePointers} |
 * | `cluster-ip-only` | yes        | no            | no      | all                         |
 * | `none`            | no         | no            | no      |                             |
 */
export type PointerPolicy = 'all' | 'hostname-only' | 'one' | 'cluster-ip-only' | 'none';

export const pointerPolicyNames: readonly PointerPolicy[] = [
  'all',
  'hostname-only',
  'one',
  'cluster-ip-only',
  'none',
];

export type PointerOptions = {
  /** Those of the forward zone: a PTR points at a name that stands there. */
  readonly records: RecordOptions;
  readonly policy: PointerPolicy;
  /** Addresses outside get no PTR, which keeps those of the LAN safe from Pods with host network. */
  readonly cidrs: readonly Cidr[];
};

/**
 * A desired PTR record. Several objects may have one for the same address; {@link choosePointers} joins
 * them.
 */
export type Pointer = {
  /** Below in-addr.arpa. or ip6.arpa.; which zone holds it is for the caller to find. */
  readonly name: DomainName;
  readonly target: DomainName;
  readonly ttlSeconds: number;
  readonly address: string;
  /** The object that asks for it. */
  readonly origin: ObjectRef;
  /** Of the object; 0 when unknown. */
  readonly createdMs: number;
  readonly heldBy: AddressHolder;
  /** The target is an endpoint's own hostname, not a label made of its address. */
  readonly hasHostname: boolean;
};

/**
 * Who has the address, as far as is known: the Service whose cluster IP it is, a Node, a Pod behind an
 * endpoint, or only who wrote it into an EndpointSlice by hand. What a ServiceImport has is held elsewhere,
 * by another cluster or by its own multi-cluster network.
 */
export type AddressHolder = 'service' | 'node' | 'pod' | 'unknown' | 'import';

/**
 * The PTR records of one Service: of its cluster IPs to its name, and of its endpoints to theirs, where the
 * forward zone has these names. That another Service has the address as its cluster IP is not known here.
 * Load-balancer, external and node addresses get none: their reverse names are somebody else's, or those of
 * Nodes. Sorted by name, then by target.
 */
export const pointersOf = (snapshot: ServiceSnapshot, options: PointerOptions): readonly Pointer[] => {
  if (options.policy === 'none' || options.cidrs.length === 0) return [];
  const context = contextOf(snapshot, options.records);
  if (context === undefined) return [];
  const origin = context.object;
  const pointers = new Map<string, Pointer>();
  for (const { text, ...pointer } of pointedAddresses(context, options.policy)) {
    const address = parseAddress(text);
    if (address === undefined || !inNetworks(options.cidrs, address)) continue;
    const name = reverseName(address);
    const { createdMs } = context.service;
    const key = `${name} ${pointer.target}`;
    // One endpoint may stand in two slices, once with a hostname or a Pod and once without.
    const twin = pointers.get(key);
    const hasHostname = pointer.hasHostname || twin?.hasHostname === true;
    const heldBy = twin?.heldBy === 'pod' ? 'pod' : pointer.heldBy;
    pointers.set(key, {
      name,
      address: address.text,
      origin,
      createdMs,
      ...pointer,
      heldBy,
      hasHostname,
    });
  }
  return [...Map.groupBy(pointers.values(), ({ name }) => name).values()]
    .flatMap(limitPointers)
    .sort(comparePointers);
};

type PointedAddress = Pick<Pointer, 'target' | 'ttlSeconds' | 'heldBy' | 'hasHostname'> & {
  readonly text: string;
};

const pointedAddresses = (context: ServiceContext, policy: PointerPolicy): readonly PointedAddress[] => {
  const ofEndpoints = policy !== 'cluster-ip-only' && pointsAtEndpoints(context);
  return [...pointedClusterIps(context), ...(ofEndpoints ? pointedEndpoints(context, policy) : [])];
};

const pointedClusterIps = (context: ServiceContext): readonly PointedAddress[] => {
  const { service, name } = context;
  if (service.kind !== 'cluster-ip' || context.policy !== 'cluster-ip') return [];
  if (answerOf(context, context.policy).answer === undefined) return [];
  const ttlSeconds = ttlOf(context, 'clusterIp');
  return context.filter.keep(service.clusterIps).map((text) => {
    return { text, target: name, ttlSeconds, heldBy: 'service', hasHostname: false };
  });
};

/** Endpoint names of ClusterIP Services are CoreDNS's, and so are their PTRs. */
const pointsAtEndpoints = (context: ServiceContext): boolean =>
  answersEndpoints(context) || (context.options.endpointNames && context.service.kind === 'cluster-ip');

const pointedEndpoints = (context: ServiceContext, policy: PointerPolicy): readonly PointedAddress[] => {
  const ttlSeconds = ttlOf(context, 'endpoints');
  return context
    .endpoints()
    .endpoints.filter(({ label, hasHostname }) => label !== '' && (hasHostname || policy !== 'hostname-only'))
    .map(({ address, label, ofPod, hasHostname }) => {
      const target = `${label}.${context.name}`;
      return { text: address, target, ttlSeconds, heldBy: ofPod ? 'pod' : 'unknown', hasHostname };
    });
};

export const inNetworks = (cidrs: readonly Cidr[], address: Address): boolean =>
  cidrs.some((cidr) => cidrContains(cidr, address));
