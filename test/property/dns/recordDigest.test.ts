import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatRecord } from '../../../src/dns/formatZone.ts';
import { emptyDigest, equalDigests } from '../../../src/dns/recordDigest.ts';
import type { ResourceRecord } from '../../../src/dns/rrset.ts';
import { addRecord, digestOfRecords, removeRecord } from '../../support/recordDigests.ts';
import { resourceRecord } from './arbitraries.ts';

const records = fc.array(resourceRecord, { maxLength: 20 });

test('a digest does not depend on the order of the records', () => {
  fc.assert(
    fc.property(records, (some) => {
      expect(digestOfRecords(some.toReversed())).toEqual(digestOfRecords(some));
      expect(digestOfRecords(some.toSorted((a, b) => (a.rdata < b.rdata ? -1 : 1)))).toEqual(
        digestOfRecords(some),
      );
    }),
  );
});

test('adding and removing in any order leaves what was there', () => {
  fc.assert(
    fc.property(records, records, (kept, passing) => {
      const digest = emptyDigest();
      for (const record of passing) removeRecord(digest, record);
      for (const record of kept) addRecord(digest, record);
      for (const record of passing) addRecord(digest, record);
      expect(equalDigests(digest, digestOfRecords(kept))).toBe(true);
    }),
  );
});

const lines = (some: readonly ResourceRecord[]): string =>
  some
    .map((record) => formatRecord(record))
    .sort()
    .join('\n');

test('two lists have one digest exactly when they hold the same records equally often', () => {
  fc.assert(
    fc.property(records, records, (a, b) => {
      expect(equalDigests(digestOfRecords(a), digestOfRecords(b))).toBe(lines(a) === lines(b));
    }),
  );
});

test('one changed character, or one second more, changes it', () => {
  const field = fc.constantFrom('name', 'type', 'rdata');
  fc.assert(
    fc.property(
      resourceRecord,
      field,
      fc.nat(),
      fc.integer({ min: 1, max: 127 }),
      (record, where, position, change) => {
        const text = record[where];
        const at = position % text.length;
        const changed =
          text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ change) + text.slice(at + 1);
        expect(
          equalDigests(digestOfRecords([record]), digestOfRecords([{ ...record, [where]: changed }])),
        ).toBe(false);
        const later = { ...record, ttlSeconds: record.ttlSeconds + 1 };
        expect(equalDigests(digestOfRecords([record]), digestOfRecords([later]))).toBe(false);
      },
    ),
    { numRuns: 1000 },
  );
});
