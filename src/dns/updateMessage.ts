import { relativeTo } from './canonicalName.ts';
import { headerOctets } from './header.ts';
import { maxNameWireOctets } from './nameReader.ts';
import { recordTypes } from './recordTypes.ts';
import type { DomainName, Rdata, RecordType } from './rrset.ts';
import { keepaliveOctets } from './writeKeepalive.ts';

/**
 * What must hold before an UPDATE changes anything (RFC 2136 §2.4); all of a message must.
 *
 * | kind              | holds when                                           | otherwise |
 * | ----------------- | ---------------------------------------------------- | --------- |
 * | `rrset-equals`    | the whole RRset is exactly these (§2.4.2), TTL aside | NXRRSET   |
 * | `rrset-exists`    | the RRset has at least one record (§2.4.1)           | NXRRSET   |
 * | `rrset-absent`    | there is no such RRset (§2.4.3)                      | YXRRSET   |
 * | `name-in-use`     | the name has at least one record (§2.4.4)            | NXDOMAIN  |
 * | `name-not-in-use` | the name has none (§2.4.5)                           | YXDOMAIN  |
 */
export type Prerequisite =
  | {
      readonly kind: 'rrset-equals';
      readonly name: DomainName;
      readonly type: RecordType;
      readonly rdatas: readonly Rdata[];
    }
  | { readonly kind: 'rrset-exists' | 'rrset-absent'; readonly name: DomainName; readonly type: RecordType }
  | { readonly kind: 'name-in-use' | 'name-not-in-use'; readonly name: DomainName };

/**
 * One change (RFC 2136 §2.5), done in the order of the message. Deleting all RRsets of a name (§2.5.3) is
 * missing on purpose: a name may hold records of others.
 */
export type UpdateOperation =
  | {
      readonly kind: 'add';
      readonly name: DomainName;
      readonly type: RecordType;
      readonly ttlSeconds: number;
      readonly rdata: Rdata;
    }
  | { readonly kind: 'delete-rrset'; readonly name: DomainName; readonly type: RecordType }
  | {
      readonly kind: 'delete-record';
      readonly name: DomainName;
      readonly type: RecordType;
      readonly rdata: Rdata;
    };

/** What one UPDATE asks for: all prerequisites hold and all operations are done, or nothing changes. */
export type UpdateContent = {
  readonly prerequisites: readonly Prerequisite[];
  readonly operations: readonly UpdateOperation[];
};

/** Everything that goes into one UPDATE of a zone, class IN. */
export type UpdateMessage = UpdateContent & {
  readonly id: number;
  readonly zone: DomainName;
  /** Asks the server to keep the connection open (RFC 7828). */
  readonly keepalive?: boolean;
};

/**
 * Octets of a prerequisite in a message for `zone` at most: sums of these and {@link emptyUpdateOctets} bound
 * the message.
 */
export const prerequisiteOctets = (zone: DomainName, prerequisite: Prerequisite): number => {
  const owner = ownerOctets(zone, prerequisite.name);
  if (prerequisite.kind !== 'rrset-equals') return owner + fixedOctets;
  const row = recordTypes[prerequisite.type];
  return prerequisite.rdatas.reduce((sum, rdata) => sum + owner + fixedOctets + row.maxOctets(rdata), 0);
};

/** Octets of an operation in a message for `zone` at most. */
export const operationOctets = (zone: DomainName, operation: UpdateOperation): number => {
  const rdata =
    operation.kind === 'delete-rrset' ? 0 : recordTypes[operation.type].maxOctets(operation.rdata);
  return ownerOctets(zone, operation.name) + fixedOctets + rdata;
};

/** Octets of an UPDATE without prerequisites, operations and TSIG at most. */
export const emptyUpdateOctets = (zone: DomainName): number =>
  headerOctets + maxNameWireOctets(zone) + 4 + keepaliveOctets;

/** Type, class, TTL and RDLENGTH. */
const fixedOctets = 10;

/** The labels above the zone and a pointer to it; a name outside has no pointer. */
const ownerOctets = (zone: DomainName, name: DomainName): number => {
  const relative = relativeTo(name, zone);
  if (relative === '@') return 2;
  return relative === name ? maxNameWireOctets(name) : relative.length + 1 + 2;
};
