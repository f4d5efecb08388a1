import type { TransferResult, TransferSink, ZoneClient } from '../../src/server/zoneClient.ts';
import { applyOther, applyRecord, emptyMirror, type Mirror } from '../../src/zone/mirror.ts';
import type { ZoneLayout } from '../../src/zone/zoneLayout.ts';
import { parseZoneText } from './parseZoneText.ts';

const zone = 'k8s.example.';

/** What a transfer brings, as zone files have it. */
type Given = {
  /** Undefined: none began. */
  readonly mode?: 'full' | 'incremental';
  readonly removed?: string;
  readonly added?: string;
  readonly negativeTtlSeconds?: number;
  readonly result?: TransferResult;
};

/** A transfer of `k8s.example.` that brings this, and ends as complete with serial 9 unless told otherwise. */
export const transferOf =
  ({ mode, removed = '', added = '', negativeTtlSeconds, result }: Given): ZoneClient['transfer'] =>
  async (_from, sink) => {
    if (negativeTtlSeconds !== undefined) sink.negativeTtl?.(negativeTtlSeconds);
    if (mode !== undefined) sink.begin(mode);
    bring(sink, 'remove', removed);
    bring(sink, 'add', added);
    return result ?? { kind: 'complete', mode: mode ?? 'unchanged', serial: 9 };
  };

/** The zone with these records, as it is known once it was read at serial 7. */
export const mirrorOf = (layout: ZoneLayout, text: string): Mirror => {
  const mirror = emptyMirror(layout);
  mirror.serial = 7;
  const sink = {
    begin: () => undefined,
    record: (change, record) => void applyRecord(mirror, change, record),
    other: (change, record) => void applyOther(mirror, change, record),
  } satisfies TransferSink;
  bring(sink, 'add', text);
  return mirror;
};

const bring = (sink: TransferSink, change: 'add' | 'remove', text: string): void => {
  const { records, foreign, problems } = parseZoneText(text, { origin: zone, defaultTtlSeconds: 30 });
  if (problems[0] !== undefined) throw new Error(problems[0].message);
  for (const record of records) sink.record(change, record);
  for (const record of foreign) sink.other(change, record);
};
