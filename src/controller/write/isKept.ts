import type { ObjectRef } from '../../model/objectRef.ts';
import { parseMarker } from '../../zone/marker.ts';
import { type UnitKey, unitOf } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { heldNow, outsideName } from './heldNow.ts';
import { digestOfSource } from './writtenSource.ts';

/**
 * Whether what a unit has in the zone stays although nothing of it is desired: its object exists, and waits
 * for what it publishes.
 */
export const isKept = (context: ZoneContext, unit: UnitKey): boolean => {
  const { desired, holds, report } = context;
  const origin = hasContent(context, unit) ? undefined : originInZone(context, unit);
  const waitsFor = origin && desired.waitsFor(origin);
  if (origin === undefined || waitsFor === undefined) {
    if (holds.end(unit)) report({ kind: 'hold-ended', unit });
    return false;
  }
  const isNew = !holds.units().has(unit);
  const keeps = holds.keeps(unit, { origin, waitsFor });
  if (keeps && isNew) report({ kind: 'holding', unit, origin, waitsFor });
  return keeps;
};

/** Something is desired at the unit. */
const hasContent = ({ desired }: ZoneContext, key: UnitKey): boolean => {
  const unit = unitOf(key);
  if (unit.kind === 'name' && desired.at(unit.name) !== undefined) return true;
  return digestOfSource({ desired }, desired.source(key)).count > 0;
};

/** The object behind what the zone holds at the unit; undefined where that is nothing of ours. */
const originInZone = (context: ZoneContext, key: UnitKey): ObjectRef | undefined => {
  const { ledger, options } = context;
  const name = outsideName(context, key);
  if (name === undefined) {
    const unit = unitOf(key);
    return unit.kind === 'object' && ledger.records(key) > 0 ? context.desired.originOf(unit.key) : undefined;
  }
  const markers = heldNow(context, name).marker.flatMap((rdata) => parseMarker(rdata) ?? []);
  return markers.find(({ owner }) => owner === options.owner)?.object;
};
