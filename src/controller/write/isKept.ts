import type { ObjectRef } from '../../model/objectRef.ts';
import { type UnitKey, unitOf } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { outsideName } from './heldNow.ts';
import { originAtName } from './originAtName.ts';
import { ownRrsets } from './ownRrsets.ts';

/**
 * Whether what a unit has in the zone stays although something else is desired: its object exists, and waits
 * for what it publishes. An address outside of the zone's networks does not stay: they were others when it
 * was written.
 */
export const isKept = (context: ZoneContext, unit: UnitKey): boolean => {
  const { desired, holds, report, source } = context;
  if (!desired.anyWaits() && holds.units().size === 0 && !source.anyAbsent()) return false;
  const origin = originInZone(context, unit);
  const absent = origin !== undefined && source.isAbsent(origin.kind) && !isDesired(context, unit);
  const waitsFor = absent
    ? `objects of kind ${origin.kind} to be served`
    : origin && desired.waitsFor(unit, origin);
  if (origin === undefined || waitsFor === undefined || !desired.mayKeep(() => ownRrsets(context, unit))) {
    if (holds.end(unit)) report({ kind: 'hold-ended', unit });
    return false;
  }
  const isNew = !holds.units().has(unit);
  const keeps = holds.keeps(unit, { origin, waitsFor, endless: absent });
  if (keeps && isNew) report({ kind: 'holding', unit, origin, waitsFor });
  return keeps;
};

const isDesired = ({ desired }: ZoneContext, key: UnitKey): boolean => {
  const unit = unitOf(key);
  return unit.kind === 'name' && desired.at(unit.name) !== undefined;
};

/** The object behind what the zone holds at the unit; undefined where that is nothing of ours. */
const originInZone = (context: ZoneContext, key: UnitKey): ObjectRef | undefined => {
  const { ledger, desired } = context;
  const name = outsideName(context, key);
  if (name === undefined) {
    const unit = unitOf(key);
    return unit.kind === 'object' && ledger.records(key) > 0 ? desired.originOf(unit.key) : undefined;
  }
  return originAtName(context, name);
};
