import { isBelow } from '../dns/canonicalName.ts';
import { type Cidr, cidrContains, parseCidr } from '../dns/cidr.ts';
import { addressOfReverseName } from '../dns/reverseName.ts';
import type { DomainName } from '../dns/rrset.ts';
import { claimName } from './claim.ts';
import { isOfOthers } from './foreignInside.ts';
import { markedName } from './marker.ts';
import { nameUnit, objectUnit, type UnitKey } from './unit.ts';

/** Where in the zone a name lies, and so whose it is. */
export type Place =
  | { readonly kind: 'territory'; readonly unit: UnitKey }
  | { readonly kind: 'claim' }
  | { readonly kind: 'marker'; readonly name: DomainName }
  /** `isInside`: it lies in the territory, and is somebody else's all the same: see {@link isOfOthers}. */
  | { readonly kind: 'outside'; readonly isInside?: true };

/** How one zone is divided. */
export type ZoneLayout = {
  /** The zone, or the subtree of a larger one that we keep to. */
  readonly zone: DomainName;
  /** The zone on the server that holds it: where the server's own NS records stand. */
  readonly apex: DomainName;
  /** The territory in words, for the claim and for messages. */
  readonly territory: string;
  readonly placeOf: (name: DomainName) => Place;
};

const claimPlace: Place = { kind: 'claim' };
const outside: Place = { kind: 'outside' };
const ofOthers: Place = { kind: 'outside', isInside: true };

/**
 * A forward zone: `svc.<zone>` (a unit per Service), `dns-version.<zone>` and, where pod names are published,
 * `pod.<zone>` are territory.
 */
export const forwardLayout = (
  zone: DomainName,
  options: { readonly podNames: boolean; readonly apex?: DomainName | undefined },
): ZoneLayout => {
  const serviceTree = `svc.${zone}`;
  const podTree = `pod.${zone}`;
  const version = `dns-version.${zone}`;
  const claimOrMarker = claimPlaceOf(zone);
  return {
    zone,
    apex: options.apex ?? zone,
    territory: options.podNames ? 'svc,pod,dns-version' : 'svc,dns-version',
    placeOf: (name) => {
      if (isBelow(name, serviceTree)) {
        if (isOfOthers(name)) return ofOthers;
        return { kind: 'territory', unit: serviceUnit(name, serviceTree) };
      }
      if (name === version || (options.podNames && isBelow(name, podTree)))
        return isOfOthers(name) ? ofOthers : { kind: 'territory', unit: nameUnit(name) };
      return claimOrMarker(name) ?? outside;
    },
  };
};

/** A reverse zone: the names of the addresses inside the given networks are territory, one unit each. */
export const reverseLayout = (zone: DomainName, cidrs: readonly Cidr[]): ZoneLayout => {
  const claimOrMarker = claimPlaceOf(zone);
  return {
    zone,
    apex: zone,
    territory: [...new Set(cidrs.map(({ text }) => text))].sort().join(','),
    placeOf: (name) =>
      claimOrMarker(name) ?? (isInside(cidrs, name) ? { kind: 'territory', unit: nameUnit(name) } : outside),
  };
};

/** The other way round: how a zone is divided whose claim has this territory. */
export const layoutOfTerritory = (zone: DomainName, territory: string): ZoneLayout => {
  const words = territory.split(',');
  const cidrs = words.flatMap((word) => parseCidr(word) ?? []);
  return cidrs.length === 0
    ? forwardLayout(zone, { podNames: words.includes('pod') })
    : reverseLayout(zone, cidrs);
};

/** One zone divided in two ways: what is territory in either is. */
export const joinLayouts = (first: ZoneLayout, second: ZoneLayout): ZoneLayout => ({
  zone: first.zone,
  apex: first.apex,
  territory: [...new Set(`${first.territory},${second.territory}`.split(','))].join(','),
  placeOf: (name) => {
    const place = first.placeOf(name);
    return place.kind === 'outside' && place.isInside !== true ? second.placeOf(name) : place;
  },
});

const isInside = (cidrs: readonly Cidr[], name: DomainName): boolean => {
  const address = addressOfReverseName(name);
  return address !== undefined && cidrs.some((cidr) => cidrContains(cidr, address));
};

const claimPlaceOf = (zone: DomainName): ((name: DomainName) => Place | undefined) => {
  const claim = claimName(zone);
  return (name) => {
    if (name === claim) return claimPlace;
    return isBelow(name, claim) ? { kind: 'marker', name: markedName(name, zone) } : undefined;
  };
};

/**
 * `_http._tcp.web.default.svc.<zone>` → `default/web`. Names directly below `svc.<zone>` and that name itself
 * belong to no Service: their units are `<namespace>/` and `/`, for which nothing is ever desired, so that
 * what stands there is seen as drift.
 */
const serviceUnit = (name: DomainName, tree: DomainName): UnitKey => {
  const end = name.length - tree.length - 1;
  const beforeNamespace = name.lastIndexOf('.', end - 1);
  const namespace = name.slice(beforeNamespace + 1, Math.max(end, 0));
  if (beforeNamespace < 0) return objectUnit(`${namespace}/`);
  const beforeService = name.lastIndexOf('.', beforeNamespace - 1);
  return objectUnit(`${namespace}/${name.slice(beforeService + 1, beforeNamespace)}`);
};
