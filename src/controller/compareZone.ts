import type { UnitKey } from '../zone/layout.ts';
import { parseMarker } from '../zone/marker.ts';
import type { Mirror } from '../zone/mirror.ts';
import { digestOf, sameDigest, suspect } from './confirmWritten.ts';
import { countOwned } from './guardDeletions.ts';
import { createPacer } from './pacer.ts';
import { remember } from './planUnit.ts';
import { readContents } from './readContents.ts';
import type { ZoneContext } from './zoneContext.ts';

/**
 * Holds a fresh mirror against everything desired. Units with the same digest are as they should be and leave the queue; of those that
 * differ the records are read; all names outside the territory that are wanted or marked as ours are looked at.
 */
export const compareZone = async (context: ZoneContext): Promise<void> => {
  const { state, report } = context;
  const { mirror } = state;
  if (mirror === undefined) return;
  state.compareDue = false;
  state.ownedRecords = countOwned(context);
  const differing = await findDiffering(context, mirror);
  state.writtenNames.clear();
  state.unconfirmed.clear();
  state.readBackAtMs = undefined;
  state.readBackLatestMs = undefined;
  for (const name of namesToLookAt(context, mirror)) suspect(context, name);
  report({ kind: 'compared', units: mirror.territory.size, differing: differing.size });
  if (differing.size > 0) await readContents(context, differing);
};

/** Units that hold something other than what is desired. A unit that holds nothing needs no reading: it is simply dirty. */
const findDiffering = async (context: ZoneContext, mirror: Mirror): Promise<Set<UnitKey>> => {
  const { desired, state } = context;
  const pacer = createPacer(context.nowMs);
  const differing = new Set<UnitKey>();
  for (const unit of desired.units()) {
    compareUnit(context, mirror, unit, differing);
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
  for (const unit of mirror.territory.keys()) {
    if (desired.source(unit) === undefined) differing.add(unit);
  }
  for (const unit of state.written.keys()) {
    if (!mirror.territory.has(unit)) state.written.delete(unit);
  }
  return differing;
};

const compareUnit = (context: ZoneContext, mirror: Mirror, unit: UnitKey, differing: Set<UnitKey>): void => {
  const { desired, state } = context;
  const source = desired.source(unit);
  const actual = mirror.territory.get(unit);
  if (sameDigest(digestOf(desired.rrsetsOf(source)), actual)) {
    remember(state.written, unit, source);
    state.dirty.delete(unit);
    return;
  }
  if (actual !== undefined) differing.add(unit);
  else {
    state.written.delete(unit);
    suspect(context, unit);
  }
};

const namesToLookAt = function* (context: ZoneContext, mirror: Mirror): Iterable<UnitKey> {
  yield* context.desired.names();
  for (const [name, { marker }] of mirror.outside) {
    if (marker.some((rdata) => parseMarker(rdata)?.owner === context.options.owner)) yield name;
  }
};
