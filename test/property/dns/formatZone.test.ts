import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareRecords, formatRecord, formatZone } from '../../../src/dns/formatZone.ts';
import { parseZoneText } from '../../support/parseZoneText.ts';
import { domainName, resourceRecord } from './arbitraries.ts';

const records = fc.array(resourceRecord, { maxLength: 20 });

test('a zone read back from its text has the same records, with and without an origin', () => {
  fc.assert(
    fc.property(records, domainName, (some, origin) => {
      const sorted = some.toSorted(compareRecords);
      for (const options of [{}, { origin }]) {
        const { records: read, problems } = parseZoneText(formatZone(some, options), {
          origin: 'elsewhere.',
        });
        expect(problems).toEqual([]);
        expect(read.map((record) => formatRecord(record))).toEqual(
          sorted.map((record) => formatRecord(record)),
        );
      }
    }),
  );
});

test('the text of a zone does not depend on the order of its records', () => {
  fc.assert(
    fc.property(records, fc.infiniteStream(fc.nat()), (some, keys) => {
      const shuffled = some
        .map((record) => ({ record, key: keys.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ record }) => record);
      expect(formatZone(shuffled)).toBe(formatZone(some));
    }),
  );
});
