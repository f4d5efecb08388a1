import type { ResourceRecord } from '../dns/rrset.ts';
import type { ReadFailure } from '../server/updateOutcome.ts';
import type { ZoneClient } from '../server/zoneClient.ts';
import { applyOther, applyRecord, emptyMirror, type Mirror, type OtherRecord } from '../zone/mirror.ts';
import type { ZoneLayout } from '../zone/zoneLayout.ts';

/** A zone read as a whole: the loop's mirror, and every record; `others` are those we never write. */
export type ZoneContent = {
  readonly kind: 'content';
  readonly mirror: Mirror;
  readonly records: readonly ResourceRecord[];
  readonly others: readonly OtherRecord[];
};

/** @param layoutOf how the zone is divided, once its claim is known */
export const readZoneContent = async (
  client: ZoneClient,
  layoutOf: (records: readonly ResourceRecord[]) => ZoneLayout,
): Promise<ZoneContent | ReadFailure> => {
  const records: ResourceRecord[] = [];
  const others: OtherRecord[] = [];
  const result = await client.transfer(undefined, {
    begin: () => undefined,
    record: (_change, record) => void records.push(record),
    other: (_change, record) => void others.push(record),
  });
  if (result.kind !== 'complete') return result;
  const mirror = emptyMirror(layoutOf(records));
  mirror.serial = result.serial;
  for (const record of records) applyRecord(mirror, 'add', record);
  for (const record of others) applyOther(mirror, 'add', record);
  return { kind: 'content', mirror, records, others };
};
