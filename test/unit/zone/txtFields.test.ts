import { expect, it } from 'vitest';
import { formatTxtFields, parseTxtFields } from '../../../src/zone/txtFields.ts';

it('reads a field whose name every object has as its own', () => {
  expect(parseTxtFields('"k8s-bind=1" "constructor=a" "constructor=b"')).toEqual({
    'k8s-bind': '1',
    constructor: 'ab',
  });
});

it('splits a long value so that each string has 255 octets at most, and reads it whole', () => {
  const value = 'x'.repeat(500);
  const rdata = formatTxtFields({ ab: value });
  const lengths = rdata.split(' ').map((text) => text.length - 2);
  expect(lengths).toEqual(['k8s-bind=1'.length, 255, 'ab='.length + 500 - 252]);
  expect(parseTxtFields(rdata)).toEqual({ 'k8s-bind': '1', ab: value });
});

it('writes a value that fills its string exactly without an empty one after it', () => {
  expect(formatTxtFields({ ab: 'x'.repeat(252) }).split(' ')).toHaveLength(2);
});

it.each([
  ['text of others', '"v=spf1"'],
  ['text of others that has our field later', '"v=spf1" "k8s-bind=1"'],
  ['an escape, which this program never writes', '"k8s-bind=1" "owner=a\\b"'],
  ['a later schema after the known one', '"k8s-bind=1" "k8s-bind=2"'],
])('does not take for its own: %s', (_, rdata) => {
  expect(parseTxtFields(rdata)).toBeUndefined();
});

it('passes over a string without a name or without a value sign', () => {
  expect(parseTxtFields('"k8s-bind=1" "=a" "b"')).toEqual({ 'k8s-bind': '1' });
});
