import { isBelow } from '../../dns/canonicalName.ts';
import type { Claim, ClaimFinding } from '../../zone/claim.ts';
import type { Cut } from '../../zone/cutOver.ts';
import { isServiceType } from '../../zone/isServiceType.ts';
import type { Mirror } from '../../zone/mirror.ts';
import { type UnitKey, unitOf } from '../../zone/unit.ts';
import { joinLayouts, layoutOfTerritory, type ZoneLayout } from '../../zone/zoneLayout.ts';

/** The claim that says what is ours already. */
export const coveredBy = (finding: ClaimFinding): Claim | undefined =>
  finding.kind === 'ours' ? finding.claim : undefined;

/**
 * Which units of the territory the claim in the zone does not cover yet: all of them where there is none;
 * after a network was widened or pod names were turned on, those that lie in the new part. What stands there
 * is another writer's.
 */
export const gainedUnits = (layout: ZoneLayout, claim: Claim | undefined): ((unit: UnitKey) => boolean) => {
  if (claim === undefined) return () => true;
  if (claim.territory === layout.territory) return () => false;
  const before = layoutOfTerritory(layout.zone, claim.territory);
  const isOutside = (name: string): boolean => before.placeOf(name).kind !== 'territory';
  return (unit) => {
    const found = unitOf(unit);
    return isOutside(found.kind === 'name' ? found.name : `svc.${layout.zone}`);
  };
};

/**
 * Which cuts hide what the claim does not cover yet: those that stand there, and where there is no claim
 * those above, which hide the zone as a whole.
 */
export const gainedCuts = (layout: ZoneLayout, claim: Claim | undefined): ((cut: Cut) => boolean) => {
  const isGained = gainedUnits(layout, claim);
  return ({ name, type }) => {
    const place = layout.placeOf(name);
    if (place.kind === 'territory') return isGained(place.unit);
    const isOwnNs = name === layout.apex && type === 'NS';
    return claim === undefined && isBelow(layout.zone, name) && !isOwnNs;
  };
};

/** How many records stand in the part of the territory that the claim does not cover yet, or hide it. */
export const countGained = ({ layout, territory, cuts }: Mirror, claim: Claim | undefined): number => {
  const isGained = gainedUnits(layout, claim);
  const hidesGained = gainedCuts(layout, claim);
  let count = 0;
  for (const [unit, digest] of territory) if (isGained(unit)) count += digest.count;
  for (const [name, types] of cuts) count += types.filter((type) => hidesGained({ name, type })).length;
  return count;
};

/**
 * How the zone is divided while the claim in it covers more than is configured, because pod names were turned
 * off or a network made narrower: what stands in that part is ours still, is no longer desired, and so goes
 * like everything else that is not. Once nothing is left there, as configured.
 */
export const layoutToHold = (
  configured: ZoneLayout,
  claim: Claim | undefined,
  mirror: Mirror,
): ZoneLayout => {
  if (claim === undefined || claim.territory === configured.territory) return configured;
  const before = layoutOfTerritory(configured.zone, claim.territory);
  return standsInLostPart(mirror, configured, before) ? joinLayouts(configured, before) : configured;
};

/**
 * The mirror may have been read by either layout. Names directly below `svc` are in every territory of a
 * forward zone.
 */
const standsInLostPart = (
  { territory, outside }: Mirror,
  configured: ZoneLayout,
  before: ZoneLayout,
): boolean => {
  for (const key of territory.keys()) {
    const unit = unitOf(key);
    if (unit.kind === 'name' && configured.placeOf(unit.name).kind === 'outside') return true;
  }
  for (const [name, { records }] of outside.entries())
    if (records.some(({ type }) => isServiceType(type)) && before.placeOf(name).kind === 'territory')
      return true;
  return false;
};
