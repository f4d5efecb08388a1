import { countGained, coveredBy, layoutToHold } from '../../controller/claim/layoutToHold.ts';
import { compareNames } from '../../dns/compareNames.ts';
import { recordKey } from '../../dns/rrset.ts';
import type { UpdateContent, UpdateOperation } from '../../dns/updateMessage.ts';
import { claimFence, claimUpdate } from '../../plan/claimUpdate.ts';
import { joinUpdates } from '../../plan/joinUpdates.ts';
import type { ZoneParts } from '../../setup/zoneParts.ts';
import { findClaim, formatClaim } from '../../zone/claim.ts';
import type { HeldName } from '../../zone/heldName.ts';
import { heldAt } from '../../zone/mirror.ts';
import type { ZoneContent } from '../zoneContent.ts';
import { adoptName, type NameAdoption } from './adoptName.ts';
import { findOrphans, type Orphan, type OrphanSituation } from './findOrphans.ts';
import type { RegistryAffixes } from './registryEntry.ts';

export type ZoneAdoption = {
  readonly zone: string;
  /**
   * The claim is to be written: until now the zone was nobody's, or our claim did not cover all of the
   * territory.
   */
  readonly claims: boolean;
  /** Records in the territory that become ours with the claim. */
  readonly territoryRecords: number;
  readonly names: readonly NameAdoption[];
  readonly orphans: readonly Orphan[];
  readonly messages: readonly UpdateContent[];
};

/**
 * What taking a zone over comes to: the claim, with which the territory is ours, and a marker for each name
 * outside. The names go under the claim's fence. The zone must be nobody's or ours.
 */
export const adoptZone = (
  content: ZoneContent,
  { layout, desired, access }: Pick<ZoneParts, 'layout' | 'desired' | 'access'>,
  options: AdoptOptions,
): ZoneAdoption => {
  const { owner, holder, affixes, hasService } = options;
  const { mirror } = content;
  const { zone } = layout;
  const heldThere = (at: string): HeldName => heldAt(mirror, at);
  const names = [...desired.names()].sort(compareNames).flatMap((name) => {
    const there = desired.at(name);
    if (there === undefined) return [];
    return adoptName({ zone, owner, name, desired: there, affixes, heldAt: heldThere }) ?? [];
  });
  const covered = coveredBy(findClaim(mirror.claim, owner));
  const gained = countGained(mirror, covered);
  // What the old claim covers beyond that stays ours until the daemon has removed it.
  const { territory } = layoutToHold(layout, covered, mirror);
  const claims = covered === undefined || gained > 0;
  // Nobody holds it from now on: a daemon that ran under the old one claims at once.
  const view = access.view === undefined ? {} : { view: access.view };
  const rdata = formatClaim({ owner, epoch: covered?.epoch ?? 1, territory, holder, stopped: true, ...view });
  const claim = claimUpdate(zone, rdata, mirror.claim);
  const fence = claimFence(zone, claims ? [rdata] : mirror.claim);
  const updates = names.flatMap((adoption) => (adoption.kind === 'adopt' ? [adoption.update] : []));
  const taken = new Set(updates.flatMap(({ operations }) => operations.flatMap(removedRecord)));
  const isTaken: OrphanSituation['isTaken'] = (at, rdata) =>
    taken.has(recordKey({ name: at, type: 'TXT', rdata }));
  return {
    zone,
    claims,
    territoryRecords: gained,
    names,
    orphans: findOrphans({ mirror, desired, affixes, hasService, isTaken }),
    messages: [...(claims ? [claim] : []), ...joinUpdates(zone, fence, updates)],
  };
};

export type AdoptOptions = {
  readonly owner: string;
  readonly holder: string;
  readonly affixes: RegistryAffixes;
  readonly hasService: OrphanSituation['hasService'];
};

const removedRecord = (operation: UpdateOperation): readonly string[] =>
  operation.kind === 'delete-record' ? [recordKey(operation)] : [];
