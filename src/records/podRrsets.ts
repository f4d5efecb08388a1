import type { Rrset } from '../dns/rrset.ts';
import { addressLabel } from './answers/addressLabel.ts';
import { addressRrsets, splitFamilies } from './answers/answer.ts';
import { maxNameCharacters } from './hostName.ts';
import { compareRrsets } from './mergeRrsets.ts';
import { clampTtl } from './parseTtl.ts';
import type { RecordOptions } from './recordOptions.ts';

/**
 * `1-2-3-4.<namespace>.pod.<zone>` for addresses of Pods, in canonical order. Several objects may stand
 * behind one name, and have the same RRset there: that is why no object's own TTL counts.
 */
export const podRrsets = (
  namespace: string,
  addresses: Iterable<string>,
  options: RecordOptions,
): readonly Rrset[] => {
  const ttlSeconds = clampTtl(options.ttlSeconds.endpoints, options);
  const below = `${namespace}.pod.${options.zone}`;
  const rrsets = [...addresses].flatMap((address) => {
    const name = `${addressLabel(address)}.${below}`;
    if (name.length > maxNameCharacters) return [];
    return addressRrsets(name, { ...splitFamilies([address]), alias: '' }, ttlSeconds);
  });
  return rrsets.sort(compareRrsets);
};
