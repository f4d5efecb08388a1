import type { Prerequisite } from '../../dns/updateMessage.ts';
import { claimFence } from '../../plan/claimUpdate.ts';
import { waitBeforeRetry } from '../waitBeforeRetry.ts';
import type { ZoneContext } from '../zoneContext.ts';
import type { ZoneEnd } from '../zoneEvent.ts';

/**
 * Whether what was read of ownership may end the process. Who stands between us and the server could have
 * written a read that is not signed, and what an earlier process left may be somebody else's text; so the
 * server is asked once more, by a signed UPDATE that changes nothing and whose prerequisite is what was read
 * (RFC 2136 §2.4). Where it does not hold, the zone is read again.
 */
export const isBelieved = async (context: ZoneContext, end: ZoneEnd): Promise<boolean> => {
  const { client, schedule } = context;
  const prerequisites = prerequisitesOf(context, end);
  const isSigned = client.areReadsSigned && !schedule.isRecalled();
  if (isSigned || prerequisites === undefined) return true;
  const outcome = await client.update({ prerequisites, operations: [] });
  if (outcome.kind === 'applied') return true;
  schedule.doubt('full');
  waitBeforeRetry(context, outcome, 1);
  return false;
};

const prerequisitesOf = ({ standing }: ZoneContext, end: ZoneEnd): readonly Prerequisite[] | undefined => {
  if (end.kind === 'occupied') {
    const found = end.records[0] ?? end.cuts[0];
    return found && [{ kind: 'name-in-use', name: found.name }];
  }
  if (end.kind === 'stopped' || end.kind === 'converged') return undefined;
  const mirror = standing.mirror();
  return mirror && claimFence(standing.layout().zone, mirror.claim);
};
