import type { Prerequisite } from '../../dns/updateMessage.ts';
import { claimFence } from '../../plan/claimUpdate.ts';
import { waitBeforeRetry } from '../waitBeforeRetry.ts';
import type { ZoneContext } from '../zoneContext.ts';
import type { ZoneEnd } from '../zoneEvent.ts';

/**
 * Whether what was read of ownership may end the process. Who stands between us and the server could have
 * written a read that is not signed; so the server is asked once more, by a signed UPDATE that changes
 * nothing and whose prerequisite is what was read (RFC 2136 §2.4). Where it does not hold, the zone is read
 * again.
 */
export const isBelieved = async (context: ZoneContext, end: ZoneEnd): Promise<boolean> => {
  const { client, schedule } = context;
  const prerequisite = prerequisiteOf(context, end);
  if (client.areReadsSigned || prerequisite === undefined) return true;
  const outcome = await client.update({ prerequisites: [prerequisite].flat(), operations: [] });
  if (outcome.kind === 'applied') return true;
  schedule.doubt('full');
  waitBeforeRetry(context, outcome, 1);
  return false;
};

const prerequisiteOf = (
  { standing }: ZoneContext,
  end: ZoneEnd,
): readonly Prerequisite[] | Prerequisite | undefined => {
  if (end.kind === 'occupied') {
    const found = end.records[0] ?? end.cuts[0];
    return found && { kind: 'name-in-use', name: found.name };
  }
  const isOfClaim = end.kind === 'fenced' || end.kind === 'foreign-owner' || end.kind === 'unreadable-claim';
  const mirror = standing.mirror();
  return isOfClaim && mirror !== undefined ? claimFence(standing.layout().zone, mirror.claim) : undefined;
};
