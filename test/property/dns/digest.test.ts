import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  emptyDigest,
  equalDigests,
  hashRrset,
  type RecordDigest,
  sumRdata,
} from '../../../src/dns/digest.ts';
import type { ResourceRecord } from '../../../src/dns/rrset.ts';
import { formatRecord } from '../../../src/dns/zoneText.ts';
import { resourceRecord } from './arbitraries.ts';

const addRecord = (digest: RecordDigest, { name, type, ttlSeconds, rdata }: ResourceRecord): void =>
  sumRdata(digest, hashRrset(name, type, ttlSeconds), rdata, 1);
const removeRecord = (digest: RecordDigest, { name, type, ttlSeconds, rdata }: ResourceRecord): void =>
  sumRdata(digest, hashRrset(name, type, ttlSeconds), rdata, -1);
const records = fc.array(resourceRecord, { maxLength: 20 });
const digestOf = (some: readonly ResourceRecord[]) => {
  const digest = emptyDigest();
  for (const record of some) addRecord(digest, record);
  return digest;
};

test('a digest does not depend on the order of the records', () => {
  fc.assert(
    fc.property(records, (some) => {
      expect(digestOf(some.toReversed())).toEqual(digestOf(some));
      expect(digestOf(some.toSorted((a, b) => (a.rdata < b.rdata ? -1 : 1)))).toEqual(digestOf(some));
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
      expect(equalDigests(digest, digestOf(kept))).toBe(true);
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
      expect(equalDigests(digestOf(a), digestOf(b))).toBe(lines(a) === lines(b));
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
        expect(equalDigests(digestOf([record]), digestOf([{ ...record, [where]: changed }]))).toBe(false);
        const later = { ...record, ttlSeconds: record.ttlSeconds + 1 };
        expect(equalDigests(digestOf([record]), digestOf([later]))).toBe(false);
      },
    ),
    { numRuns: 1000 },
  );
});
