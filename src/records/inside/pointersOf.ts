import { type Address, parseAddress } from '../../dns/address.ts';
import { type Cidr, cidrContains } from '../../dns/cidr.ts';
import { compareNames } from '../../dns/compareNames.ts';
import { reverseName } from '../../dns/reverseName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { type ServiceKey, serviceKey } from '../../model/service.ts';
import type { ServiceSnapshot } from '../../model/serviceSnapshot.ts';
import { answerOf } from '../answers/answerOf.ts';
import type { RecordOptions } from '../recordOptions.ts';
import { contextOf, type ServiceContext, ttlOf } from '../serviceContext.ts';
import { answersEndpoints } from './endpointNames.ts';

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
 * A desired PTR record. Several Services may have one for the same address; {@link choosePointers} joins
 * them.
 */
export type Pointer = {
  /** Below in-addr.arpa. or ip6.arpa.; which zone holds it is for the caller to find. */
  readonly name: DomainName;
  readonly target: DomainName;
  readonly ttlSeconds: number;
  readonly address: string;
  readonly service: ServiceKey;
  /** Of the Service; 0 when unknown. */
  readonly createdMs: number;
  /** The target is an endpoint's own hostname, not a label made of its address. */
  readonly hasHostname: boolean;
};

/**
 * The PTR records of one Service: of its cluster IPs to its name, and of its endpoints to theirs, where the
 * forward zone has these names. Load-balancer, external and node addresses get none: their reverse names are
 * somebody else's. Sorted by name, then by target.
 */
export const pointersOf = (snapshot: ServiceSnapshot, options: PointerOptions): readonly Pointer[] => {
  if (options.policy === 'none' || options.cidrs.length === 0) return [];
  const context = contextOf(snapshot, options.records);
  if (context === undefined) return [];
  const service = serviceKey(snapshot.service);
  const pointers = new Map<string, Pointer>();
  for (const { text, ...pointer } of pointedAddresses(context, options.policy)) {
    const address = parseAddress(text);
    if (address === undefined || !contains(options.cidrs, address)) continue;
    const name = reverseName(address);
    const { createdMs } = context.service;
    const key = `${name} ${pointer.target}`;
    // One endpoint may stand in two slices, once with a hostname and once without.
    const hasHostname = pointer.hasHostname || pointers.get(key)?.hasHostname === true;
    pointers.set(key, {
      name,
      address: address.text,
      service,
      createdMs,
      ...pointer,
      hasHostname,
    });
  }
  return [...pointers.values()].sort(comparePointers);
};

/**
 * What one reverse name holds, of all that Services have there: one target with the policy `one`, else each
 * target once. In the order of the targets.
 */
export const choosePointers = (candidates: readonly Pointer[], policy: PointerPolicy): readonly Pointer[] => {
  const preferred = candidates.toSorted(comparePreference);
  if (policy === 'one') return preferred.slice(0, 1);
  const byTarget = new Map<DomainName, Pointer>();
  for (const pointer of preferred) if (!byTarget.has(pointer.target)) byTarget.set(pointer.target, pointer);
  return [...byTarget.values()].sort(comparePointers);
};

type PointedAddress = Pick<Pointer, 'target' | 'ttlSeconds' | 'hasHostname'> & { readonly text: string };

const pointedAddresses = (context: ServiceContext, policy: PointerPolicy): readonly PointedAddress[] => {
  const { service, name } = context;
  if (answerOf(context, context.policy).answer === undefined) return [];
  if (answersEndpoints(context)) return policy === 'cluster-ip-only' ? [] : pointedEndpoints(context, policy);
  if (service.kind !== 'cluster-ip' || context.policy !== 'cluster-ip') return [];
  const ttlSeconds = ttlOf(context, 'clusterIp');
  return service.clusterIps.map((text) => ({ text, target: name, ttlSeconds, hasHostname: false }));
};

const pointedEndpoints = (context: ServiceContext, policy: PointerPolicy): readonly PointedAddress[] => {
  const ttlSeconds = ttlOf(context, 'endpoints');
  return context
    .endpoints()
    .endpoints.filter(({ label, hasHostname }) => label !== '' && (hasHostname || policy !== 'hostname-only'))
    .map(({ address, label, hasHostname }) => {
      return { text: address, target: `${label}.${context.name}`, ttlSeconds, hasHostname };
    });
};

const contains = (cidrs: readonly Cidr[], address: Address): boolean =>
  cidrs.some((cidr) => cidrContains(cidr, address));

const comparePointers = (a: Pointer, b: Pointer): number =>
  compareNames(a.name, b.name) || (a.target < b.target ? -1 : a.target > b.target ? 1 : 0);

/**
 * A hostname of its own first, then the older Service (0 is unknown, so the youngest), then by target and
 * Service.
 */
const comparePreference = (a: Pointer, b: Pointer): number =>
  Number(b.hasHostname) - Number(a.hasHostname) ||
  (a.createdMs || Number.MAX_SAFE_INTEGER) - (b.createdMs || Number.MAX_SAFE_INTEGER) ||
  comparePointers(a, b) ||
  (a.service < b.service ? -1 : 1);
