import type { Of } from '../problem.ts';

export type Ours = Of<'zone'> & Partial<Of<'largerZone' | 'view'>>;

/** A statement in the block that the zone has in named.conf. */
export const inZoneBlock = ({ zone, largerZone }: Ours, statement: string): string =>
  `zone "${largerZone ?? zone}" { ${statement} };`;

/** How a command is told of the zone: `--zone example.com. --below k8s` where ours is a subtree. */
export const zoneFlags = ({ zone, largerZone, view }: Ours): string => {
  const flags =
    largerZone === undefined
      ? `--zone ${zone}`
      : `--zone ${largerZone} --below ${zone.slice(0, -largerZone.length).replace(/\.$/, '')}`;
  return view === undefined ? flags : `${flags} --view ${view}`;
};

/** What Services need: nothing that could break the zone. */
const serviceTypes = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR', 'TXT'];

/** What lets us write all that we write: what Services need, and the `types` that something asks for. */
export const grantLine = (ours: Ours & Of<'key'> & Partial<Of<'types'>>): string => {
  const names = ours.largerZone === undefined ? 'zonesub' : `subdomain ${ours.zone}`;
  const types = [...new Set([...serviceTypes, ...(ours.types ?? [])])].join(' ');
  return inZoneBlock(ours, `update-policy { grant ${ours.key} ${names} ${types}; };`);
};
