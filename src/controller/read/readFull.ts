import type { ResourceRecord } from '../../dns/rrset.ts';
import type { TransferResult, TransferSink } from '../../server/zoneClient.ts';
import { applyOther, applyRecord, emptyMirror, type Mirror } from '../../zone/mirror.ts';
import type { UnitKey } from '../../zone/unit.ts';
import { waitBeforeReading } from '../waitBeforeRetry.ts';
import type { ZoneContext } from '../zoneContext.ts';

/**
 * Reads the whole zone into a new mirror, which replaces the old one only when the transfer came to its end.
 */
export const readFull = async (context: ZoneContext): Promise<void> => {
  const fresh = emptyMirror(context.standing.layout());
  const startedMs = context.nowMs();
  const result = await context.client.transfer(
    undefined,
    mirrorSink(() => fresh),
  );
  if (result.kind !== 'complete') {
    waitBeforeReading(context, result);
    return;
  }
  adopt(context, fresh, result.serial);
  noteRead(context, result, startedMs);
};

/** The mirror is what the zone holds at the serial. */
export const adopt = (context: ZoneContext, mirror: Mirror, serial: number): void => {
  if (context.schedule.settled()) context.answers.askSoon();
  mirror.serial = serial;
  context.standing.see(mirror);
  context.schedule.noteRead('full');
};

/** A transfer came to its end. */
export const noteRead = (
  context: ZoneContext,
  { mode, serial }: Extract<TransferResult, { kind: 'complete' }>,
  startedMs: number,
): void => {
  context.schedule.noteAnswered('read');
  context.schedule.noteSerial();
  context.report({ kind: 'read', mode, serial, durationMs: context.nowMs() - startedMs });
};

/** Takes in units as they are changed, with each record of a type that is written here. */
export type NoteChange = (
  unit: UnitKey,
  change: 'add' | 'remove',
  record: ResourceRecord | undefined,
) => void;

/** Writes what a transfer brings into the mirror that there is at the moment. */
export const mirrorSink = (mirror: () => Mirror, note?: NoteChange): TransferSink => ({
  begin: () => undefined,
  negativeTtl: (seconds) => {
    mirror().negativeTtlSeconds = seconds;
  },
  record: (change, record) => {
    const unit = applyRecord(mirror(), change, record);
    if (unit !== undefined) note?.(unit, change, record);
  },
  other: (change, record) => {
    const unit = applyOther(mirror(), change, record);
    if (unit !== undefined) note?.(unit, change, undefined);
  },
});
