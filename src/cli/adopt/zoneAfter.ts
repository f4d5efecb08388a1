import { type ResourceRecord, recordKey, rrsetKey } from '../../dns/rrset.ts';
import type { UpdateContent, UpdateOperation } from '../../dns/updateMessage.ts';
import type { ZoneClient } from '../../server/zoneClient.ts';
import type { ZoneContent } from '../zoneContent.ts';

/**
 * A zone that can only be read, as some updates would leave it that are not sent yet: what is planned on it
 * is what comes after them.
 */
export const zoneAfter = (content: ZoneContent, updates: readonly UpdateContent[]): ZoneClient => {
  const operations = updates.flatMap((update) => update.operations);
  const records = applied(content.records, operations);
  const failure = { kind: 'unknown', reason: 'it is only read' } as const;
  return {
    areReadsSigned: true,
    update: () => Promise.resolve(failure),
    soa: () => Promise.resolve(failure),
    ask: () => Promise.resolve({ kind: 'not-known', isReached: false }),
    transfer: (_fromSerial, sink) => {
      sink.begin('full');
      for (const record of records) sink.record('add', record);
      for (const other of content.others) sink.other('add', other);
      return Promise.resolve({ kind: 'complete', mode: 'full', serial: content.mirror.serial });
    },
    close: () => undefined,
  };
};

const applied = (
  records: readonly ResourceRecord[],
  operations: readonly UpdateOperation[],
): readonly ResourceRecord[] => {
  const gone = new Set<string>();
  const added = new Map<string, ResourceRecord>();
  for (const operation of operations) {
    if (operation.kind === 'delete-rrset') {
      gone.add(rrsetKey(operation));
      for (const [key, record] of added) if (rrsetKey(record) === rrsetKey(operation)) added.delete(key);
    } else {
      const key = recordKey(operation);
      gone.add(key);
      if (operation.kind === 'add') added.set(key, operation);
      else added.delete(key);
    }
  }
  const kept = records.filter((record) => !gone.has(rrsetKey(record)) && !gone.has(recordKey(record)));
  return [...kept, ...added.values()];
};
