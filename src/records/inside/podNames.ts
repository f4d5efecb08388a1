import { addressLabel } from '../answers/addressLabel.ts';
import { addressRrsets, splitFamilies } from '../answers/answer.ts';
import { maxNameCharacters } from '../hostName.ts';
import { noProblems } from '../joinProblems.ts';
import { type MadeRrsets, noRrsets } from '../madeRrsets.ts';
import { compareRrsets } from '../mergeRrsets.ts';
import { clampTtl } from '../parseTtl.ts';
import type { ServiceContext } from '../serviceContext.ts';

/**
 * `1-2-3-4.<namespace>.pod.<zone>` for the Pods behind a Service, ready or not: only for Pods that exist, so
 * nobody gets a name for any address by asking. The RRset is the same whichever Service it comes from; that
 * is why a Service's own TTL does not count here.
 */
export const podNames = ({ options, snapshot, service }: ServiceContext): MadeRrsets => {
  if (!options.podNames) return noRrsets;
  const ttlSeconds = clampTtl(options.ttlSeconds.endpoints, options);
  const below = `${service.namespace}.pod.${options.zone}`;
  const addresses = new Set<string>();
  for (const { endpoints } of snapshot.slices)
    for (const { podName, address } of endpoints) if (podName !== '') addresses.add(address);
  const rrsets = [...addresses].flatMap((address) => {
    const name = `${addressLabel(address)}.${below}`;
    if (name.length > maxNameCharacters) return [];
    return addressRrsets(name, { ...splitFamilies([address]), alias: '' }, ttlSeconds);
  });
  return { rrsets: rrsets.sort(compareRrsets), problems: noProblems };
};
