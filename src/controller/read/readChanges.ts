import type { Mirror } from '../../zone/mirror.ts';
import { nameUnit } from '../../zone/unit.ts';
import { markSuspect } from '../markSuspect.ts';
import { waitBeforeReading } from '../waitBeforeRetry.ts';
import { noteCuts } from '../write/notePresent.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { adoptMirror, noteTransfer } from './adoptMirror.ts';
import { confirmWritten, type UnitChanges } from './confirmWritten.ts';
import { isHistoryLost } from './isHistoryLost.ts';
import { type NoteChange, transferOnto } from './transferOnto.ts';

/** Reads what changed since the mirror's serial, and holds it against what was written since. */
export const readChanges = async (context: ZoneContext): Promise<void> => {
  const { standing, schedule } = context;
  const mirror = standing.mirror();
  if (mirror === undefined) return;
  const startedMs = context.nowMs();
  const changes = createUnitChanges();
  const cutsBefore = textOfCuts(mirror);
  const transferred = await transferOnto(context, mirror, changes.note);
  const { result, mirror: target, isSpoilt, isOtherHistory } = transferred;
  if (result.kind !== 'complete') {
    // Half of the changes may be in the mirror: it is worth nothing now.
    if (isSpoilt) standing.unsee();
    if (result.kind === 'unknown' && result.isMalformed === true) schedule.doubt('full');
    waitBeforeReading(context, result);
    return;
  }
  noteTransfer(context, result, startedMs);
  if (result.mode === 'full') adoptMirror(context, target, result.serial);
  else if (result.mode === 'unchanged' && (result.serial !== mirror.serial || schedule.isWritten()))
    // The zone went back. What was written changed it, so the serial it had before is another content's.
    schedule.doubt('full');
  else if (mirror.claim.length > 1 || isOtherHistory || isHistoryLost(context, mirror, changes.units))
    // Changes of another history add a claim and leave ours, and so do those that a server has condensed (RFC
    // 1995 §5) from before our own: who may write the zone is decided by what it holds.
    schedule.doubt('full');
  else {
    mirror.serial = result.serial;
    schedule.noteRead('incremental');
    await confirmWritten(context, mirror, changes.units);
    if (textOfCuts(mirror) !== cutsBefore) lookBelowCuts(context);
  }
};

/** One SOA query: the serial as expected means that nobody touched the zone. */
export const checkSerial = async (context: ZoneContext): Promise<void> => {
  const { standing, schedule } = context;
  const result = await context.client.soa();
  if (result.kind !== 'soa') {
    waitBeforeReading(context, result);
    return;
  }
  schedule.noteAnswered('read');
  context.report({ kind: 'answered' });
  schedule.noteSerial();
  if (result.serial !== standing.mirror()?.serial) schedule.doubt('incremental');
};

const textOfCuts = ({ cuts }: Mirror): string =>
  JSON.stringify([...cuts].sort(([a], [b]) => (a < b ? -1 : 1)));

/** What is delegated has changed, and with it what names below may hold and what is answered. */
const lookBelowCuts = (context: ZoneContext): void => {
  noteCuts(context);
  for (const name of context.desired.names()) markSuspect(context, nameUnit(name));
  context.answers.askSoon();
};

/** Beyond this many records the single changes are not kept; what differs is then read anew. */
const maxKeptRecords = 5_000;

const createUnitChanges = (): {
  readonly units: UnitChanges;
  readonly note: NoteChange;
} => {
  const units: UnitChanges = new Map();
  let kept = 0;
  return {
    units,
    note: (unit, change, record) => {
      let list = units.get(unit);
      if (list === undefined) units.set(unit, (list = []));
      if (record === undefined || (kept += 1) > maxKeptRecords) return;
      list.push({ change, record });
    },
  };
};
