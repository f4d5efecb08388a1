import { expect, test } from 'vitest';
import { findOmitted } from '../../../../src/controller/write/omitted.ts';
import { parseZoneText } from '../../../support/parseZoneText.ts';

const records = (text: string) => parseZoneText(text, { origin: 'z.', defaultTtlSeconds: 30 }).records;

test.each([
  ['ttl', 'a 600 A 10.0.0.1', 'a 60 A 10.0.0.1'],
  ['cname', 'a CNAME b', ''],
  ['cname', 'a A 10.0.0.1', 'a CNAME b'],
  ['policyCount', 'a A 10.0.0.1\na A 10.0.0.2\na A 10.0.0.3', 'a A 10.0.0.1\na A 10.0.0.2'],
  ['unknown', 'a A 10.0.0.1', 'b A 10.0.0.1'],
])('%s: of "%s" there is "%s"', (cause, expected, actual) => {
  expect(findOmitted({ expected: records(expected), actual: records(actual), seen: [] })?.cause).toBe(cause);
});

test('what is all there, with more beside it, was not omitted', () => {
  const expected = records('a A 10.0.0.1');
  expect(findOmitted({ expected, actual: records('a A 10.0.0.1\na A 10.0.0.9'), seen: [] })).toBeUndefined();
});

test('what was added and then taken away was not omitted either: that was another writer', () => {
  const expected = records('a A 10.0.0.1');
  expect(findOmitted({ expected, actual: [], seen: expected })).toBeUndefined();
});
