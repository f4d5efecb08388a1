import { labelsOf } from '../dns/canonicalName.ts';
import type { DomainName } from '../dns/rrset.ts';

/**
 * Where the server answers for others: at a delegation (NS, RFC 1034 §4.2.1) and below it another server is
 * referred to, and below a DNAME (RFC 6672 §2.3) every name leads elsewhere. Records that stand there are
 * accepted, and never answered. Whoever wrote it: a delegation of ours is one too.
 */
export type Cut = { readonly name: DomainName; readonly type: 'NS' | 'DNAME' };

/** Types of the cuts at each name that has any; the zone's own NS is none. */
export type Cuts = ReadonlyMap<DomainName, readonly Cut['type'][]>;

export const isCutType = (type: string): type is Cut['type'] => type === 'NS' || type === 'DNAME';

/** The highest cut at or above a name of the zone; undefined where the zone itself answers. */
export const cutOver = (cuts: Cuts, name: DomainName, zone: DomainName): Cut | undefined => {
  if (cuts.size === 0) return undefined;
  const labels = labelsOf(name);
  const apex = labelsOf(zone).length;
  for (let length = apex; length <= labels.length; length += 1) {
    const at = `${labels.slice(labels.length - length).join('.')}.`;
    for (const type of cuts.get(at) ?? []) if (type === 'NS' || at !== name) return { name: at, type };
  }
  return undefined;
};

/** A cut in words, to stand behind "it". */
export const cutText = ({ name, type }: Cut): string =>
  type === 'NS'
    ? `stands at or below ${name}, which is delegated (NS): another server is asked there`
    : `stands below ${name}, which leads elsewhere (DNAME)`;
