import type { Of } from '../problem.ts';

export type Ours = Of<'zone'> & Partial<Of<'largerZone'>>;

/** A statement in the block that the zone has in named.conf. */
export const inZoneBlock = ({ zone, largerZone }: Ours, statement: string): string =>
  `zone "${largerZone ?? zone}" { ${statement} };`;

/** A word of a command that is to be copied: what is in the zone must not act in a shell. */
export const shellWord = (text: string): string =>
  /^[\w.:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** How a command is told of the zone: `--zone example.com. --below k8s` where ours is a subtree. */
export const zoneFlags = ({ zone, largerZone }: Ours): string =>
  largerZone === undefined
    ? `--zone ${zone}`
    : `--zone ${largerZone} --below ${zone.slice(0, -largerZone.length).replace(/\.$/, '')}`;

/** What lets us write all that we write, and nothing that could break the zone. */
export const grantLine = (ours: Ours & Of<'key'>): string => {
  const names = ours.largerZone === undefined ? 'zonesub' : `subdomain ${ours.zone}`;
  return inZoneBlock(ours, `update-policy { grant ${ours.key} ${names} A AAAA CNAME SRV PTR TXT; };`);
};
