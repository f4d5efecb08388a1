import { isBelow } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import type { RecordOptions } from '../recordOptions.ts';

/**
 * The names whose whole subtrees belong to the claim's owner: `svc.<zone>`, `dns-version.<zone>`, and
 * `pod.<zone>` when pod names are on.
 */
export const territoryOf = ({
  zone,
  podNames,
}: Pick<RecordOptions, 'zone' | 'podNames'>): readonly DomainName[] => [
  ...(podNames ? [`pod.${zone}`] : []),
  `dns-version.${zone}`,
  `svc.${zone}`,
];

/**
 * What already has this name, when neither a template nor an annotation may: territory, or the zone's apex.
 * Claims and marks are safe because their names have an underscore, which no hostname has.
 */
export const reservedFor = (name: DomainName, options: RecordOptions): string | undefined => {
  if (name === options.zone || options.otherZones.includes(name)) return 'the zone itself';
  // The other zones have territories of their own, with their own options; whether they publish pod names is
  // not known here.
  for (const zone of options.otherZones)
    if (territoryOf({ zone, podNames: true }).some((root) => isBelow(name, root)))
      return `records of zone ${zone}`;
  const root = territoryOf(options).find((root) => isBelow(name, root));
  return root === undefined ? undefined : `records below ${root}`;
};
