import { waitBeforeReading } from '../waitBeforeRetry.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { adoptMirror, noteTransfer } from './adoptMirror.ts';
import { transferOnto } from './transferOnto.ts';

/**
 * Reads the whole zone into a new mirror, which replaces the old one only when the transfer came to its end.
 */
export const readFull = async (context: ZoneContext): Promise<void> => {
  const startedMs = context.nowMs();
  const { result, mirror } = await transferOnto(context, undefined);
  if (result.kind !== 'complete') {
    waitBeforeReading(context, result);
    return;
  }
  adoptMirror(context, mirror, result.serial);
  noteTransfer(context, result, startedMs);
};
