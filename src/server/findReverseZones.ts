import { type Cidr, reverseZonesOfCidr } from '../dns/cidr.ts';
import type { DomainName } from '../dns/rrset.ts';
import { type EnclosingZone, enclosingZone } from './enclosingZone.ts';
import type { SignedExchange } from './signedExchange.ts';
import type { ReadFailure } from './updateOutcome.ts';

export type ReverseZones =
  | {
      readonly kind: 'found';
      /** Zones that hold a part of the networks. */
      readonly zones: readonly DomainName[];
      /** Networks, as reverse names, that no zone holds. */
      readonly missing: readonly { readonly cidr: Cidr; readonly name: DomainName }[];
    }
  | ReadFailure;

/** How many names are asked about at most, one level below the label boundary of the networks. */
const maxNames = 4_096;

/**
 * Finds the zones for the PTR records of some networks by asking the server: about each name on a label
 * boundary, and about the names one label below, where a more specific zone may lie.
 */
export const findReverseZones = async (
  exchange: SignedExchange,
  cidrs: readonly Cidr[],
): Promise<ReverseZones> => {
  const zones = new Set<DomainName>();
  const missing: { cidr: Cidr; name: DomainName }[] = [];
  for (const cidr of cidrs) {
    const covering = reverseZonesOfCidr(cidr);
    const results = await askAll(exchange, [...covering, ...below(cidr, covering)]);
    if (!Array.isArray(results)) return results;
    for (const [index, result] of results.entries()) {
      const name = covering[index];
      if (result.kind === 'zone') zones.add(result.zone);
      else if (name !== undefined) missing.push({ cidr, name });
    }
  }
  return { kind: 'found', zones: [...zones], missing };
};

/**
 * Names one label below, as long as they are few enough to ask about and still stand for networks, not for
 * single addresses.
 */
const below = (cidr: Cidr, covering: readonly DomainName[]): DomainName[] => {
  const [labels, addressLabels] = cidr.kind === 'ipv4' ? [256, 4] : [16, 32];
  const depth = (covering[0] ?? '').split('.').length - 3;
  if (depth + 1 >= addressLabels || covering.length * labels > maxNames) return [];
  const radix = cidr.kind === 'ipv4' ? 10 : 16;
  return covering.flatMap((name) =>
    Array.from({ length: labels }, (_, label) => `${label.toString(radix)}.${name}`),
  );
};

const atOnce = 32;

const askAll = async (
  exchange: SignedExchange,
  names: readonly DomainName[],
): Promise<EnclosingZone[] | ReadFailure> => {
  const results: EnclosingZone[] = [];
  for (let at = 0; at < names.length; at += atOnce) {
    results.push(
      ...(await Promise.all(names.slice(at, at + atOnce).map((name) => enclosingZone(exchange, name)))),
    );
  }
  const failure = results.find(
    (result): result is ReadFailure => result.kind !== 'zone' && result.kind !== 'none',
  );
  return failure ?? results;
};
