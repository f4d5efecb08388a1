import { isBelow } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { isCutType } from '../../zone/cutOver.ts';
import { isNothingHeld } from '../../zone/heldName.ts';
import { recordsOwnedAt } from '../../zone/marker.ts';
import { nameUnit, type UnitKey } from '../../zone/unit.ts';
import type { Presence } from '../desired/presence.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { heldNow, outsideName } from './heldNow.ts';

/** Has the zone's wildcards know what stands at one name outside the territory now. */
export const notePresent = (context: ZoneContext, unit: UnitKey): void => {
  if (!context.desired.present.isNeeded()) return;
  const name = outsideName(context, unit);
  if (name !== undefined) note(context, name, presenceAt(context, name));
};

/** The same for the delegations of the zone, which hide what is below them. */
export const noteCuts = (context: ZoneContext): void => {
  const { desired, standing } = context;
  const mirror = standing.mirror();
  if (mirror === undefined || !desired.present.isNeeded()) return;
  const { zone } = mirror.layout;
  const names = [...mirror.cuts.keys()];
  const isHidden = names.some((name) => !isBelow(name, zone));
  note(context, zone, isHidden ? 'cut' : presenceAt(context, zone));
  for (const name of names) if (name !== zone) notePresent(context, nameUnit(name));
};

const note = ({ desired, queue, nowMs }: ZoneContext, name: DomainName, presence: Presence): void => {
  for (const unit of desired.present.note(name, presence))
    queue.add(unit, { seenMs: nowMs(), reason: 'changed' });
};

const presenceAt = (context: ZoneContext, name: DomainName): Presence => {
  const { options, brake, holds } = context;
  const held = heldNow(context, name);
  if (isNothingHeld(held)) return 'absent';
  const own = recordsOwnedAt(name, held, options.owner);
  const theirs = [
    ...held.records.filter((record) => !own.includes(record)).map(({ type }) => type),
    ...held.others,
  ];
  if (theirs.length > 0) return theirs.some(isCutType) ? 'cut' : 'foreign';
  if (own.length === 0) return 'absent';
  if (brake.isHeld(nameUnit(name))) return 'kept';
  return holds.units().get(nameUnit(name))?.isOver === false ? 'held' : 'absent';
};
