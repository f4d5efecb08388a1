import { type Rrset, rrsetKey } from '../../dns/rrset.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import type { Learned } from './learnRecordLimit.ts';
import { tryUnit } from './tryUnit.ts';
import { fullRrsets } from './writtenSource.ts';

/** More messages than this are not spent on one unit: what has not been tried then is left out. */
const mostTries = 40;

/**
 * A unit was refused while it stood alone: update-policy may not grant a type of it, or check-names may
 * refuse a name. Writes what the server takes of it, type by type and then half by half, and leaves out the
 * rest.
 */
export const learnRefused = async (context: ZoneContext, unit: UnitKey): Promise<Learned> => {
  const before = context.serverLimits.of(unit);
  const rrsets = fullRrsets(context, unit);
  if (rrsets.length < 2) return 'no';
  const { SRV: services = [], ...others } = Object.groupBy(rrsets, ({ type }) => type);
  const groups: (readonly Rrset[])[] = Object.values(others);
  const accepted = new Set<Rrset>();
  for (let tries = 0; tries < mostTries; tries += 1) {
    // SRV records last, and only beside addresses: without them they would lead nowhere.
    if (groups.length === 0 && accepted.size > 0) groups.push(...[services.splice(0)].filter(isFilled));
    const group = groups.shift();
    if (group === undefined) break;
    const outcome = await tryUnit(context, unit, allBut(rrsets, new Set([...accepted, ...group])));
    if (outcome.kind === 'applied') for (const rrset of group) accepted.add(rrset);
    else if (outcome.kind === 'refused' || outcome.kind === 'rejected') groups.push(...halves(group));
    else {
      context.serverLimits.set(unit, before);
      context.schedule.doubt('incremental');
      return 'unclear';
    }
  }
  context.serverLimits.set(unit, accepted.size === 0 ? before : allBut(rrsets, accepted));
  if (accepted.size === 0) return 'no';
  context.queue.add(unit, { seenMs: context.nowMs(), reason: 'changed' });
  return 'yes';
};

const isFilled = (group: readonly Rrset[]): boolean => group.length > 0;

const allBut = (rrsets: readonly Rrset[], wanted: ReadonlySet<Rrset>): ReadonlyMap<string, number> =>
  new Map(rrsets.flatMap((rrset) => (wanted.has(rrset) ? [] : [[rrsetKey(rrset), 0]])));

const halves = (group: readonly Rrset[]): readonly (readonly Rrset[])[] => {
  if (group.length < 2) return [];
  const middle = Math.ceil(group.length / 2);
  return [group.slice(0, middle), group.slice(middle)];
};
