import type { Rrset } from '../dns/rrset.ts';
import { addressLabel } from './answers/addressLabel.ts';
import { addressRrsets, splitFamilies } from './answers/answer.ts';
import type { Asker } from './asker.ts';
import { maxNameCharacters } from './hostName.ts';
import { compareRrsets } from './mergeRrsets.ts';
import { clampTtl } from './parseTtl.ts';

/**
 * `1-2-3-4.<namespace>.pod.<zone>` for addresses of Pods, in canonical order. Several objects may stand
 * behind one name, and have the same RRset there: that is why no object's own TTL counts.
 */
export const podRrsets = (
  asker: Pick<Asker, 'filter' | 'options'>,
  namespace: string,
  addresses: Iterable<string>,
): readonly Rrset[] => {
  const { options } = asker;
  const ttlSeconds = clampTtl(options.ttlSeconds.endpoints, options);
  const below = `${namespace}.pod.${options.zone}`;
  const rrsets = [...addresses].flatMap((address) => {
    const name = `${addressLabel(address)}.${below}`;
    if (name.length > maxNameCharacters) return [];
    return addressRrsets(name, { ...splitFamilies(asker, [address]), alias: '' }, ttlSeconds);
  });
  return rrsets.sort(compareRrsets);
};
