import { isRecordType } from '../../src/dns/recordTypes.ts';
import type { ResourceRecord } from '../../src/dns/rrset.ts';
import type { UpdateContent } from '../../src/dns/updateMessage.ts';
import type { TransferSink, ZoneClient } from '../../src/server/zoneClient.ts';
import { type ModelRecord, type ModelZone, modelText } from './modelZone.ts';

/** What becomes of one UPDATE on its way: done and answered, done and the answer lost, or lost itself. */
export type Fate = 'answered' | 'answerLost' | 'lost';

/** A {@link ModelZone} behind the interface that the controller writes to, with serials and IXFR. */
export type ModelClient = {
  readonly client: ZoneClient;
  /** After an edit by another writer: the serial moves if anything changed. */
  readonly edited: () => void;
  readonly updates: readonly UpdateContent[];
};

export const createModelClient = (
  zone: ModelZone,
  deps: { readonly fate: () => Fate; readonly isIxfrGone: () => boolean; readonly afterUpdate: () => void },
): ModelClient => {
  let serial = 1;
  let last = zone.records();
  const history = new Map<number, readonly ModelRecord[]>([[serial, last]]);
  const updates: UpdateContent[] = [];
  const edited = (): void => {
    const now = zone.records();
    if (JSON.stringify(modelText(now)) === JSON.stringify(modelText(last))) return;
    serial += 1;
    last = now;
    history.set(serial, now);
  };
  const update: ZoneClient['update'] = async (content) => {
    updates.push(content);
    const fate = deps.fate();
    if (fate === 'lost') return { kind: 'unknown', reason: 'lost' };
    const held = zone.update(content);
    edited();
    deps.afterUpdate();
    if (fate === 'answerLost') return { kind: 'unknown', reason: 'lost' };
    return held ? { kind: 'applied' } : { kind: 'prerequisite-failed', rcode: 'NXRRSET' };
  };
  const transfer: ZoneClient['transfer'] = async (fromSerial, sink) => {
    const before = fromSerial === undefined ? undefined : history.get(fromSerial);
    if (fromSerial === serial) return { kind: 'complete', mode: 'unchanged', serial };
    if (before === undefined || deps.isIxfrGone()) {
      sink.begin('full');
      for (const record of last) deliver(sink, 'add', record);
      return { kind: 'complete', mode: 'full', serial };
    }
    sink.begin('incremental');
    const [old, now] = [new Set(modelText(before)), new Set(modelText(last))];
    for (const record of before) if (!now.has(modelText([record]).join())) deliver(sink, 'remove', record);
    for (const record of last) if (!old.has(modelText([record]).join())) deliver(sink, 'add', record);
    return { kind: 'complete', mode: 'incremental', serial };
  };
  return {
    edited,
    updates,
    client: {
      areReadsSigned: true,
      update,
      transfer,
      soa: async () => ({ kind: 'soa', serial, negativeTtlSeconds: 5 }),
      ask: async () => ({ kind: 'answered' }),
      close: () => undefined,
    },
  };
};

const deliver = (sink: TransferSink, change: 'add' | 'remove', record: ModelRecord): void => {
  if (isRecordType(record.type)) sink.record(change, record as ResourceRecord);
  else sink.other(change, record);
};
