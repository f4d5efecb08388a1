import type { RecordDigest } from '../../dns/recordDigest.ts';
import { createPacer } from '../../pacer.ts';
import { parseMarker, recordsOwnedAt } from '../../zone/marker.ts';
import { heldAt, type Mirror } from '../../zone/mirror.ts';
import { nameUnit, type UnitKey } from '../../zone/unit.ts';
import { markSuspect } from '../markSuspect.ts';
import { noteAllPresent } from '../write/noteAllPresent.ts';
import { noteLimited } from '../write/noteLimited.ts';
import { release } from '../write/release.ts';
import { desiredSource, digestOfSource, note } from '../write/writtenSource.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { confirmName, expectations, judgeContents, sameDigest } from './confirmWritten.ts';
import { readContents } from './readContents.ts';

/**
 * Holds a fresh mirror against everything desired. Units with the same digest are as they should be and leave
 * the queue; of those that differ the records are read; all names outside the territory that are desired or
 * marked as ours are looked at.
 */
export const compareZone = async (context: ZoneContext): Promise<void> => {
  const { standing, schedule, ledger, report } = context;
  const mirror = standing.mirror();
  if (mirror === undefined) return;
  schedule.noteCompared();
  await noteAllPresent(context);
  if (!schedule.isRecalled()) await makeRecalled(context);
  const unconfirmed = ledger.takeUnconfirmed();
  const expectedBefore = new Map(ledger.sources());
  const differing = await findDiffering(context, mirror, unconfirmed.units);
  ledger.forgetNames();
  for (const name of namesToLookAt(context, mirror)) {
    const held = heldAt(mirror, name);
    ledger.setName(name, recordsOwnedAt(name, held, context.options.owner).length);
    const wasWritten = unconfirmed.units.has(nameUnit(name));
    confirmName(context, { name, changes: [], wasWritten }, unconfirmed.names.get(name), held);
  }
  report({ kind: 'compared', units: mirror.territory.size, differing: differing.size });
  if (differing.size === 0) return;
  const expected = expectations(expectedBefore, differing, unconfirmed.units);
  if (await readContents(context, differing)) judgeContents(context, expected, new Map());
};

/** The whole zone was read: what an earlier process said of its records is not believed any longer. */
const makeRecalled = async ({ desired, nowMs }: ZoneContext): Promise<void> => {
  const pacer = createPacer(nowMs);
  for (const _ of desired.makeRecalled()) {
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
};

/**
 * Units that hold something other than what is desired. A unit that holds nothing needs no reading: it is
 * simply dirty, unless it was written, and the server may have omitted it.
 */
const findDiffering = async (
  context: ZoneContext,
  mirror: Mirror,
  written: ReadonlySet<UnitKey>,
): Promise<Set<UnitKey>> => {
  const { desired, ledger } = context;
  const pacer = createPacer(context.nowMs);
  const differing = new Set<UnitKey>();
  for (const unit of desired.units()) {
    compareUnit(context, unit, { mirror, written, differing });
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
  for (const [unit, actual] of mirror.territory) {
    if (desired.source(unit) === undefined && !isKnownFromBefore(context, unit, actual)) differing.add(unit);
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
  for (const unit of ledger.sources().keys()) {
    if (!mirror.territory.has(unit)) note(context, unit, undefined);
  }
  return differing;
};

type Comparison = {
  readonly mirror: Mirror;
  readonly written: ReadonlySet<UnitKey>;
  readonly differing: Set<UnitKey>;
};

const compareUnit = (
  context: ZoneContext,
  unit: UnitKey,
  { mirror, written, differing }: Comparison,
): void => {
  const actual = mirror.territory.get(unit);
  if (actual === undefined && !context.schedule.settled()) {
    // A first sync finds nearly everything missing. Planning makes the records anyway, and sees when there
    // are none to be made.
    markSuspect(context, unit);
    return;
  }
  const source = desiredSource(context, unit);
  if (sameDigest(digestOfSource(context, source), actual)) {
    note(context, unit, source);
    noteLimited(context, unit);
    release(context, unit);
    context.queue.remove(unit);
    context.standby.noteInStep(unit);
  } else if (actual === undefined && !written.has(unit)) markSuspect(context, unit);
  else if (!isKnownFromBefore(context, unit, actual)) differing.add(unit);
};

/**
 * The zone still has what an earlier process had of the unit: its records can be made, and need not be read.
 */
const isKnownFromBefore = (
  context: ZoneContext,
  unit: UnitKey,
  actual: RecordDigest | undefined,
): boolean => {
  const before = context.desired.before(unit);
  if (before === undefined || !sameDigest(digestOfSource(context, before), actual)) return false;
  note(context, unit, before);
  markSuspect(context, unit);
  return true;
};

const namesToLookAt = (context: ZoneContext, mirror: Mirror): ReadonlySet<string> => {
  const names = new Set(context.desired.names());
  for (const [name, { marker }] of mirror.outside.entries()) {
    if (marker.some((rdata) => parseMarker(rdata)?.owner === context.options.owner)) names.add(name);
  }
  return names;
};
