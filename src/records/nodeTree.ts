import type { DomainName } from '../dns/rrset.ts';

/** Where the names of Nodes stand. With the source `node` nobody else has names there. */
export const nodeTree = (zone: DomainName): DomainName => `node.${zone}`;
