import { compareRecords } from '../../dns/formatZone.ts';
import type { ResourceRecord } from '../../dns/rrset.ts';
import type { UpdateContent } from '../../dns/updateMessage.ts';
import { claimFence, releaseUpdate } from '../../plan/claimUpdate.ts';
import { joinUpdates } from '../../plan/joinUpdates.ts';
import { planName } from '../../plan/planName.ts';
import { lostRecords } from '../../plan/rrsetChange.ts';
import { isServiceType } from '../../zone/isServiceType.ts';
import { parseMarker } from '../../zone/marker.ts';
import type { ZoneContent } from '../zoneContent.ts';

/** All that an owner wrote into a zone, and the messages that take it out. */
export type PurgePlan = {
  /** In canonical order; the markers and the claim are not among them. */
  readonly records: readonly ResourceRecord[];
  readonly markers: number;
  readonly messages: readonly UpdateContent[];
};

export type PurgeSituation = {
  readonly zone: string;
  readonly owner: string;
  /** The owner's claim as it stands in the zone; without one, the territory is not the owner's. */
  readonly claim: { readonly rdatas: readonly string[] } | undefined;
};

/**
 * Everything goes under the claim that stands, and the claim as the last. A daemon that still runs is not
 * ended: it claims the zone again, and writes it again.
 */
export const planPurge = (content: ZoneContent, situation: PurgeSituation): PurgePlan => {
  const { zone, claim } = situation;
  const territory = claim === undefined ? [] : territoryRecords(content);
  const names = ownNames(content, situation);
  const fence = claim === undefined ? [] : claimFence(zone, claim.rdatas);
  const deletes = territory.map(
    ({ name, type, rdata }): UpdateContent => ({
      prerequisites: [],
      operations: [{ kind: 'delete-record', name, type, rdata }],
    }),
  );
  return {
    records: [...territory, ...names.flatMap(({ records }) => records)].sort(compareRecords),
    markers: names.length,
    messages: [
      ...joinUpdates(zone, fence, [...deletes, ...names.map(({ update }) => update)]),
      ...(claim === undefined ? [] : [releaseUpdate(zone, claim.rdatas)]),
    ],
  };
};

const territoryRecords = ({ mirror, records }: ZoneContent): readonly ResourceRecord[] =>
  records.filter(({ name, type }) => isServiceType(type) && mirror.layout.placeOf(name).kind === 'territory');

/** Names outside the territory by their markers: exactly the records that the marker lists. */
const ownNames = ({ mirror }: ZoneContent, { zone, owner }: PurgeSituation) =>
  [...mirror.outside.entries()].flatMap(([name, held]) => {
    if (!held.marker.some((rdata) => parseMarker(rdata)?.owner === owner)) return [];
    const plan = planName({ zone, owner, name, held, desired: undefined });
    if (plan.kind !== 'change') return [];
    return [{ records: lostRecords(plan.changes), update: plan }];
  });
