import type { Of } from '../problem.ts';

type Ours = Of<'zone'> & Partial<Of<'largerZone'>>;

/** A statement in the block that the zone has in named.conf. */
export const inZoneBlock = ({ zone, largerZone }: Ours, statement: string): string =>
  `zone "${largerZone ?? zone}" { ${statement} };`;

/** What lets us write all that we write, and nothing that could break the zone. */
export const grantLine = (ours: Ours & Of<'key'>): string => {
  const names = ours.largerZone === undefined ? 'zonesub' : `subdomain ${ours.zone}`;
  return inZoneBlock(ours, `update-policy { grant ${ours.key} ${names} A AAAA CNAME SRV PTR TXT; };`);
};
