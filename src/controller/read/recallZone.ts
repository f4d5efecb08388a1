import type { Mirror } from '../../zone/mirror.ts';
import { waitBeforeReading } from '../waitBeforeRetry.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { adoptMirror, noteTransfer } from './adoptMirror.ts';
import { transferOnto } from './transferOnto.ts';

/**
 * Begins with what the zone held when an earlier process stopped, and reads only what has changed since. That
 * a zone has the serial it had does not prove that it has the content it had: it may have been put back and
 * changed. So the whole zone is read soon after all the same, when nobody waits for it any more.
 *
 * False where it does not fit what the server says: the whole zone is to be read.
 */
export const recallZone = async (context: ZoneContext, remembered: Mirror): Promise<boolean> => {
  const { schedule } = context;
  const startedMs = context.nowMs();
  const { result, mirror, isOtherHistory } = await transferOnto(context, remembered);
  if (result.kind !== 'complete') {
    waitBeforeReading(context, result);
    return true;
  }
  if (result.mode === 'unchanged' && result.serial !== remembered.serial) return false;
  // Who may write the zone is not decided by changes of another history.
  if (result.mode !== 'full' && (isOtherHistory || mirror.claim.length !== 1)) return false;
  adoptMirror(context, mirror, result.serial);
  if (result.mode !== 'full') schedule.noteRecalled();
  noteTransfer(context, result, startedMs);
  return true;
};
