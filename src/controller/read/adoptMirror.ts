import type { TransferResult } from '../../server/zoneClient.ts';
import type { Mirror } from '../../zone/mirror.ts';
import type { ZoneContext } from '../zoneContext.ts';

/** The mirror is what the zone holds at the serial, and is to be compared with what is desired. */
export const adoptMirror = (context: ZoneContext, mirror: Mirror, serial: number): void => {
  if (context.schedule.settled()) context.answers.askSoon();
  mirror.serial = serial;
  context.standing.see(mirror);
  context.schedule.noteRead('full');
};

/** A transfer came to its end. */
export const noteTransfer = (
  context: ZoneContext,
  { mode, serial }: Extract<TransferResult, { kind: 'complete' }>,
  startedMs: number,
): void => {
  context.schedule.noteAnswered('read');
  context.schedule.noteSerial();
  context.report({ kind: 'read', mode, serial, durationMs: context.nowMs() - startedMs });
};
