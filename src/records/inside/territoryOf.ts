import { isBelow } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { hasPodNames } from '../hasPodNames.ts';
import { nodeTree } from '../nodeTree.ts';
import type { RecordOptions } from '../recordOptions.ts';

/**
 * The names whose whole subtrees belong to the claim's owner: `svc.<zone>`, `dns-version.<zone>`, and
 * `pod.<zone>` when pod names are on.
 */
export const territoryOf = ({
  zone,
  ...options
}: Pick<RecordOptions, 'zone' | 'podNames' | 'sources'>): readonly DomainName[] => [
  ...(hasPodNames(options) ? [`pod.${zone}`] : []),
  `dns-version.${zone}`,
  `svc.${zone}`,
];

/**
 * With pod names, whether they are on or not: a Service called `pod` with a short name would stand in their
 * way, and the zone could never have them.
 */
const possibleTerritory = (zone: DomainName): readonly DomainName[] =>
  territoryOf({ zone, podNames: true, sources: [] });

/**
 * What already has this name, when neither a template nor an annotation may: territory, the names of Nodes,
 * or the zone's apex.
 * Claims and marks are safe because their names have an underscore, which no hostname has.
 */
export const reservedFor = (name: DomainName, options: RecordOptions): string | undefined => {
  if (name === options.zone || options.otherZones.includes(name)) return 'the zone itself';
  for (const zone of options.otherZones)
    if (possibleTerritory(zone).some((root) => isBelow(name, root))) return `records of zone ${zone}`;
  if (options.sources.includes('node') && isBelow(name, nodeTree(options.zone))) return 'Nodes';
  if (options.otherNodeZones?.some((zone) => isBelow(name, nodeTree(zone))) === true) return 'Nodes';
  const root = possibleTerritory(options.zone).find((root) => isBelow(name, root));
  return root === undefined ? undefined : `records below ${root}`;
};
