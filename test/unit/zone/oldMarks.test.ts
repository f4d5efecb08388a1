import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serviceRef } from '../../../src/model/objectRef.ts';
import type { HeldRecord } from '../../../src/zone/heldName.ts';
import {
  markedName,
  markedRecords,
  parseMarker,
  recordMark,
  recordsOwnedAt,
} from '../../../src/zone/marker.ts';
import { oldRecordMark } from '../../../src/zone/oldRecordMark.ts';
import { parseZoneText } from '../../support/parseZoneText.ts';

const zone = 'k8s.example.';
/** What version 0.1 wrote. */
const zoneText = readFileSync(join(import.meta.dirname, '../../bind/upgrade/forward.db'), 'utf8');

test('the marks of version 0.1 are known again for each record that it wrote', () => {
  const { records } = parseZoneText(zoneText, { origin: zone, defaultTtlSeconds: 60 });
  let marked = 0;
  for (const { name, rdata } of records) {
    const marker = parseMarker(rdata);
    if (marker === undefined) continue;
    const at = records.filter((record) => record.name === markedName(name, zone));
    // Beside them stand records of others.
    expect(at.map(oldRecordMark)).toEqual(expect.arrayContaining([...marker.marks]));
    marked += marker.marks.length;
  }
  expect(marked).toBeGreaterThan(30);
});

describe('with a marker of version 0.1', () => {
  const name = 'web.z.';
  const a = (rdata: string): HeldRecord => ({ type: 'A', ttlSeconds: 30, rdata });
  const markerOf = (...marks: readonly string[]) => ({ owner: 'me', object: serviceRef('ns/web'), marks });
  const [ours, theirs] = [a('10.0.0.1'), a('192.0.2.1')];
  const never = () => false;

  test('a record with one of its marks is ours, another is not', () => {
    expect(markedRecords(name, markerOf(oldRecordMark(ours)), [ours, theirs], never)).toEqual([ours]);
    const held = {
      records: [theirs, ours],
      others: [],
      marker: [`"k8s-bind=1" "owner=me" "service=ns/web" "records=${oldRecordMark(ours)}"`],
    };
    expect(recordsOwnedAt(name, held, 'me')).toEqual([ours]);
  });

  test('what no Service makes is not ours, whatever its mark: nobody wrote such then', () => {
    const mx: HeldRecord = { type: 'MX', ttlSeconds: 30, rdata: '10 mail.z.' };
    const marker = markerOf(oldRecordMark(ours), oldRecordMark(mx));
    expect(markedRecords(name, marker, [ours, mx], () => true)).toEqual([ours]);
  });

  test('two records that share a mark are not ours, but for the one that is desired', () => {
    // The same record twice: no two that share a mark of 52 bits are known.
    const twin = { ...ours, ttlSeconds: 60 };
    const marker = markerOf(oldRecordMark(ours), oldRecordMark(theirs));
    expect(markedRecords(name, marker, [ours, twin, theirs], never)).toEqual([theirs]);
    expect(markedRecords(name, marker, [ours, twin, theirs], (one) => one === twin)).toEqual([twin, theirs]);
  });

  test('one old mark among new ones is enough to look at both', () => {
    const marker = markerOf(recordMark(name, theirs), oldRecordMark(ours));
    expect(markedRecords(name, marker, [ours, theirs], never)).toEqual([ours]);
  });
});
