import type { DomainName } from '../dns/rrset.ts';
import type { OriginKey } from '../model/objectRef.ts';

/** What is reconciled as one: all names of one Service below `svc.<zone>`, or a single owner name. */
export type Unit =
  | { readonly kind: 'object'; readonly key: OriginKey }
  | { readonly kind: 'name'; readonly name: DomainName };

declare const brand: unique symbol;

/** A {@link Unit} as the key of a map: 100,000 of them are held. Made and read in this file alone. */
export type UnitKey = string & { readonly [brand]: 'unit' };

export const objectUnit = (key: OriginKey): UnitKey => key as UnitKey;

export const nameUnit = (name: DomainName): UnitKey => name as UnitKey;

/** A domain name ends in a dot, and `namespace/name` never does. */
export const unitOf = (key: UnitKey): Unit =>
  key.endsWith('.') ? { kind: 'name', name: key } : { kind: 'object', key };
