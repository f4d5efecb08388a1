import { noProblems } from '../joinProblems.ts';
import { type MadeRrsets, noRrsets } from '../madeRrsets.ts';
import { podRrsets } from '../podRrsets.ts';
import type { ServiceContext } from '../serviceContext.ts';

/**
 * `1-2-3-4.<namespace>.pod.<zone>` for the Pods behind a Service, ready or not: only for Pods that exist, so
 * nobody gets a name for any address by asking.
 */
export const podNames = (context: ServiceContext): MadeRrsets => {
  const { options, snapshot, service } = context;
  if (!options.podNames) return noRrsets;
  const addresses = new Set<string>();
  for (const { endpoints } of snapshot.slices)
    for (const { podName, address } of endpoints) if (podName !== '') addresses.add(address);
  return { rrsets: podRrsets(context, service.namespace, addresses), problems: noProblems };
};
