import { parseCidr } from '../../dns/cidr.ts';
import type { Claim, ClaimFinding } from '../../zone/claim.ts';
import type { Mirror } from '../../zone/mirror.ts';
import { type UnitKey, unitOf } from '../../zone/unit.ts';
import { forwardLayout, reverseLayout, type ZoneLayout } from '../../zone/zoneLayout.ts';
import { isInside } from '../desired/reverseZone.ts';

/**
 * How the zone is divided, as its claim says: the territory of a forward zone in words, of a reverse zone its
 * networks.
 */
export const layoutOfClaim = (zone: string, claim: Claim | undefined): ZoneLayout => {
  const territory = claim?.territory ?? '';
  const words = territory.split(',');
  const cidrs = words.flatMap((word) => parseCidr(word) ?? []);
  if (cidrs.length === 0) return forwardLayout(zone, { podNames: words.includes('pod') });
  return reverseLayout(zone, { territory, contains: (name) => isInside(cidrs, name) });
};

/** The claim that says what is ours already. */
export const coveredBy = (finding: ClaimFinding): Claim | undefined =>
  finding.kind === 'ours' ? finding.claim : undefined;

/**
 * Which units of the territory the claim in the zone does not cover yet: all of them where there is none;
 * after a network was widened or pod names were turned on, those that lie in the new part. What stands there
 * is another hand's.
 */
export const gainedUnits = (layout: ZoneLayout, claim: Claim | undefined): ((unit: UnitKey) => boolean) => {
  if (claim === undefined) return () => true;
  if (claim.territory === layout.territory) return () => false;
  const before = layoutOfClaim(layout.zone, claim);
  const isOutside = (name: string): boolean => before.placeOf(name).kind !== 'territory';
  return (unit) => {
    const found = unitOf(unit);
    return isOutside(found.kind === 'name' ? found.name : `svc.${layout.zone}`);
  };
};

/** How many records stand in the part of the territory that the claim does not cover yet. */
export const countGained = ({ layout, territory, cuts }: Mirror, claim: Claim | undefined): number => {
  const isGained = gainedUnits(layout, claim);
  let count = 0;
  for (const [unit, digest] of territory) if (isGained(unit)) count += digest.count;
  for (const [name, types] of cuts) {
    const place = layout.placeOf(name);
    if (place.kind === 'territory' && isGained(place.unit)) count += types.length;
  }
  return count;
};

/**
 * How the zone is divided while the claim in it covers more than is configured, because pod names were turned
 * off or a network made narrower: what stands in that part is ours still, is no longer desired, and so goes
 * like everything else that is not. Once nothing is left there, as configured.
 */
export const layoutToHold = (wanted: ZoneLayout, claim: Claim | undefined, mirror: Mirror): ZoneLayout => {
  if (claim === undefined || claim.territory === wanted.territory) return wanted;
  const before = layoutOfClaim(wanted.zone, claim);
  return standsInLostPart(mirror, wanted, before) ? joinLayouts(wanted, before) : wanted;
};

/**
 * The mirror may have been read by either layout. Names directly below `svc` are in every territory of a
 * forward zone.
 */
const standsInLostPart = (
  { territory, outside }: Mirror,
  wanted: ZoneLayout,
  before: ZoneLayout,
): boolean => {
  for (const key of territory.keys()) {
    const unit = unitOf(key);
    if (unit.kind === 'name' && wanted.placeOf(unit.name).kind === 'outside') return true;
  }
  for (const [name, { records }] of outside)
    if (records.length > 0 && before.placeOf(name).kind === 'territory') return true;
  return false;
};

const joinLayouts = (wanted: ZoneLayout, before: ZoneLayout): ZoneLayout => ({
  zone: wanted.zone,
  territory: [...new Set(`${wanted.territory},${before.territory}`.split(','))].join(','),
  placeOf: (name) => {
    const place = wanted.placeOf(name);
    return place.kind === 'outside' ? before.placeOf(name) : place;
  },
});
