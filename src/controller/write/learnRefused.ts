import { type Rrset, rrsetKey } from '../../dns/rrset.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { type Learned, learnRecordLimit } from './learnRecordLimit.ts';
import { probeWrite } from './probeWrite.ts';
import { type Allowance, cutOf } from './serverLimits.ts';
import { tryUnit } from './tryUnit.ts';
import { fullRrsets } from './writtenSource.ts';

/** More messages than this are not spent on one unit: what has not been tried then is left out. */
const mostTries = 40;

/**
 * A unit was refused while it stood alone: update-policy may not grant a type of it, or check-names may
 * refuse a name. Writes what the server takes of it, type by type and then half by half, and leaves out the
 * rest. What is taken and too long is cut on the way.
 */
export const learnRefused = async (context: ZoneContext, unit: UnitKey): Promise<Learned> => {
  const { serverLimits, schedule } = context;
  const before = serverLimits.of(unit);
  const rrsets = fullRrsets(context, unit);
  if (rrsets.length < 2) return 'no';
  const { SRV: services = [], ...others } = Object.groupBy(rrsets, ({ type }) => type);
  const groups: (readonly Rrset[])[] = Object.values(others);
  const accepted = new Set<Rrset>();
  let cut: Allowance = new Map();
  for (let tries = 0; tries < mostTries; tries += 1) {
    // SRV records last, and only beside addresses: without them they would lead nowhere.
    if (groups.length === 0 && accepted.size > 0 && services.length > 0) groups.push(services.splice(0));
    const group = groups.shift();
    if (group === undefined) break;
    const tried = await tryGroup(context, unit, {
      refused: allBut(rrsets, new Set([...accepted, ...group])),
      cut,
    });
    if (tried === 'unclear') {
      serverLimits.set(unit, before);
      schedule.doubt('incremental');
      return 'unclear';
    }
    if (tried === 'no') groups.push(...halves(group));
    else {
      for (const rrset of group) accepted.add(rrset);
      cut = cutOf(serverLimits.of(unit));
    }
  }
  serverLimits.set(unit, accepted.size === 0 ? before : new Map([...allBut(rrsets, accepted), ...cut]));
  return accepted.size === 0 ? 'no' : 'yes';
};

/**
 * Whether the server takes what is not refused, cut where it is too long. A server that can write nothing
 * says nothing about the group.
 */
const tryGroup = async (
  context: ZoneContext,
  unit: UnitKey,
  { refused, cut }: { readonly refused: Allowance; readonly cut: Allowance },
): Promise<Learned> => {
  const { kind } = await tryUnit(context, unit, new Map([...refused, ...cut]));
  if (kind === 'applied') return 'yes';
  if (kind === 'server-failure') {
    const learned = await learnRecordLimit(context, unit, refused);
    const isOfZone = learned === 'no' && (await probeWrite(context)).kind !== 'applied';
    return isOfZone ? 'unclear' : learned;
  }
  return kind === 'refused' || kind === 'rejected' ? 'no' : 'unclear';
};

const allBut = (rrsets: readonly Rrset[], wanted: ReadonlySet<Rrset>): ReadonlyMap<string, number> =>
  new Map(rrsets.flatMap((rrset) => (wanted.has(rrset) ? [] : [[rrsetKey(rrset), 0]])));

const halves = (group: readonly Rrset[]): readonly (readonly Rrset[])[] => {
  if (group.length < 2) return [];
  const middle = Math.ceil(group.length / 2);
  return [group.slice(0, middle), group.slice(middle)];
};
