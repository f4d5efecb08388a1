import { createPacer } from '../../pacer.ts';
import { parseMarker } from '../../zone/marker.ts';
import { heldAt, type Mirror } from '../../zone/mirror.ts';
import type { UnitKey } from '../../zone/zoneLayout.ts';
import { suspect } from '../suspect.ts';
import { countOwned } from '../write/guardDeletions.ts';
import { noteLimited } from '../write/noteLimited.ts';
import { remember } from '../write/planUnit.ts';
import { release } from '../write/quarantine.ts';
import { digestOfSource, wantedSource } from '../write/writtenSource.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { confirmName, expectations, judgeContents, sameDigest, takeUnconfirmed } from './confirmWritten.ts';
import { readContents } from './readContents.ts';

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
  const { unconfirmed, writtenNames } = takeUnconfirmed(context);
  const expectedBefore = new Map(state.written);
  const differing = await findDiffering(context, mirror);
  for (const name of namesToLookAt(context, mirror)) {
    const seen = { unit: name, changes: [], wasWritten: unconfirmed.has(name) };
    confirmName(context, seen, writtenNames.get(name), heldAt(mirror, name));
  }
  report({ kind: 'compared', units: mirror.territory.size, differing: differing.size });
  if (differing.size === 0) return;
  const expected = expectations(expectedBefore, differing, unconfirmed);
  if (await readContents(context, differing)) judgeContents(context, expected, new Map());
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
  const { state } = context;
  const actual = mirror.territory.get(unit);
  if (actual === undefined && !state.settled) {
    // A first sync finds nearly everything missing. Planning makes the records anyway, and sees when there are none to be made.
    state.written.delete(unit);
    suspect(context, unit);
    return;
  }
  const source = wantedSource(context, unit);
  if (sameDigest(digestOfSource(context, source), actual)) {
    remember(state.written, unit, source);
    noteLimited(context, unit);
    release(context, unit);
    state.dirty.delete(unit);
    state.suspects.delete(unit);
    return;
  }
  if (actual !== undefined) differing.add(unit);
  else {
    state.written.delete(unit);
    suspect(context, unit);
  }
};

const namesToLookAt = (context: ZoneContext, mirror: Mirror): ReadonlySet<UnitKey> => {
  const names = new Set(context.desired.names());
  for (const [name, { marker }] of mirror.outside) {
    if (marker.some((rdata) => parseMarker(rdata)?.owner === context.options.owner)) names.add(name);
  }
  return names;
};
