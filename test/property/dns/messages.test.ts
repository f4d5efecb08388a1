import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rdataText, visitRecords } from '../../../src/dns/decodeMessage.ts';
import { encodeUpdate } from '../../../src/dns/encodeUpdate.ts';
import { canonicalRdata, encodeRdata, recordTypes } from '../../../src/dns/recordTypes.ts';
import { typeName } from '../../../src/dns/typeNumberOf.ts';
import { emptyUpdateOctets, operationOctets, prerequisiteOctets } from '../../../src/dns/updateMessage.ts';
import { decodeUpdate } from '../../support/decodeUpdate.ts';
import { resourceRecord, updateMessage } from './arbitraries.ts';

test('an UPDATE decoded from its octets is the UPDATE that was encoded', () => {
  fc.assert(
    fc.property(updateMessage, (message) => {
      expect(decodeUpdate(encodeUpdate(message))).toEqual({ kind: 'update', ...message });
    }),
    { numRuns: 300 },
  );
});

test('encoding again what was decoded gives the same octets', () => {
  fc.assert(
    fc.property(updateMessage, (message) => {
      const octets = encodeUpdate(message);
      const decoded = decodeUpdate(octets);
      if (decoded.kind === 'malformed') throw new Error(decoded.reason);
      expect(encodeUpdate(decoded).equals(octets)).toBe(true);
    }),
  );
});

test('a message is never longer than the sum of its parts’ bounds', () => {
  fc.assert(
    fc.property(updateMessage, fc.boolean(), (message, keepalive) => {
      const { zone, prerequisites, operations } = message;
      const bounds = [
        emptyUpdateOctets(zone),
        ...prerequisites.map((one) => prerequisiteOctets(zone, one)),
        ...operations.map((one) => operationOctets(zone, one)),
      ];
      const bound = bounds.reduce((sum, octets) => sum + octets);
      expect(encodeUpdate({ ...message, keepalive }).length).toBeLessThanOrEqual(bound);
    }),
  );
});

test('visiting a section gives the records that were written, in order', () => {
  fc.assert(
    fc.property(fc.array(resourceRecord, { maxLength: 60 }), (records) => {
      const operations = records.map((record) => ({ kind: 'add' as const, ...record }));
      const octets = encodeUpdate({ id: 1, zone: 'k8s.example.', prerequisites: [], operations });
      const visited: unknown[] = [];
      const problem = visitRecords(octets, 'authority', (record) => {
        const { name, ttlSeconds, typeNumber } = record;
        visited.push({ name, type: typeName(typeNumber), ttlSeconds, rdata: rdataText(record) });
      });
      expect(problem).toBeUndefined();
      expect(visited).toEqual(records);
    }),
  );
});

test('canonical RDATA stays as it is, and takes no more octets than its type says', () => {
  fc.assert(
    fc.property(resourceRecord, ({ type, rdata }) => {
      expect(canonicalRdata(type, rdata)).toBe(rdata);
      expect(encodeRdata(type, rdata).length).toBeLessThanOrEqual(recordTypes[type].maxOctets(rdata));
    }),
  );
});
