import type { ResourceRecord } from '../../dns/rrset.ts';
import type { TransferResult } from '../../server/zoneClient.ts';
import { applyOther, applyRecord, emptyMirror, isAbsent, type Mirror } from '../../zone/mirror.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';

/** Takes in units as they are changed, with each record of a type that is written here. */
export type NoteChange = (
  unit: UnitKey,
  change: 'add' | 'remove',
  record: ResourceRecord | undefined,
) => void;

export type Transferred = {
  readonly result: TransferResult;
  /** The mirror that was given, changed; or a new one where the whole zone came. */
  readonly mirror: Mirror;
  /** A transfer that did not come to its end has left a part of the changes in the mirror that was given. */
  readonly isSpoilt: boolean;
  /** A change took away what was not in the mirror: the zone came to its serial by another history. */
  readonly isOtherHistory: boolean;
};

/**
 * Reads what changed since a mirror's serial into that mirror, and without one the whole zone into a new one.
 * The serial of the mirror stays as it was: whether the result counts is for the caller to say.
 */
export const transferOnto = async (
  { client, standing }: Pick<ZoneContext, 'client' | 'standing'>,
  from: Mirror | undefined,
  note?: NoteChange,
): Promise<Transferred> => {
  let mirror = from ?? emptyMirror(standing.layout());
  let isTouched = false;
  let isOtherHistory = false;
  const result = await client.transfer(from?.serial, {
    begin: (mode) => {
      isTouched = true;
      if (mode !== 'full' || from === undefined) return;
      mirror = emptyMirror(standing.layout());
      mirror.negativeTtlSeconds = from.negativeTtlSeconds;
    },
    negativeTtl: (seconds) => {
      mirror.negativeTtlSeconds = seconds;
    },
    record: (change, record) => {
      if (change === 'remove' && isAbsent(mirror, record)) isOtherHistory = true;
      const unit = applyRecord(mirror, change, record);
      if (unit !== undefined) note?.(unit, change, record);
    },
    other: (change, record) => {
      const unit = applyOther(mirror, change, record);
      if (unit !== undefined) note?.(unit, change, undefined);
    },
  });
  const isSpoilt = result.kind !== 'complete' && isTouched && mirror === from;
  return { result, mirror, isSpoilt, isOtherHistory };
};
