import { expect, test } from 'vitest';
import {
  canonicalName,
  checkName,
  isBelow,
  labelsOf,
  mostSpecificZone,
  relativeTo,
} from '../../../src/dns/canonicalName.ts';

test.each([
  ['Web.K8s.Example', 'web.k8s.example.'],
  ['web.k8s.example.', 'web.k8s.example.'],
  ['.', '.'],
  ['*.k8s.example', '*.k8s.example.'],
  [String.raw`a\.b.example`, String.raw`a\.b.example.`],
  [String.raw`a\046b.example`, String.raw`a\.b.example.`],
  [String.raw`\a\065\097.example`, 'aaa.example.'],
  [String.raw`a\032b.example`, String.raw`a\032b.example.`],
  ['a b.example', String.raw`a\032b.example.`],
  ['ä.example', String.raw`\195\164.example.`],
  ['a@b;c(d)e$f"g.example', String.raw`a\@b\;c\(d\)e\$f\"g.example.`],
  [String.raw`a\\b.example`, String.raw`a\\b.example.`],
])('%s is canonically %s', (text, name) => {
  expect(canonicalName(text)).toBe(name);
  expect(canonicalName(name)).toBe(name);
});

test.each(['', '..', 'a..b', '.a', 'a..', 'a\\', 'a\\256', 'a\\1', 'a\\12x'])('"%s" is no name', (text) => {
  expect(checkName(text)?.message).toMatch(/^Cannot use the name ".*": found .*, .*needs? /);
  expect(() => canonicalName(text)).toThrow(expect.objectContaining({ code: 'badName', retryable: false }));
});

const label63 = 'a'.repeat(63);

test('a label of 63 octets fits and one of 64 does not, escapes counted as what they stand for', () => {
  expect(checkName(`${label63}.example.`)).toBeUndefined();
  expect(checkName(`${'\\097'.repeat(63)}.example.`)).toBeUndefined();
  expect(checkName(`${label63}a.example.`)).toEqual({
    kind: 'label-too-long',
    message: `Cannot use the name "${label63}a.example.": found the label "${label63}a" of 64 octets, a label has at most 63`,
  });
  expect(checkName(`${'\\097'.repeat(64)}.example.`)?.kind).toBe('label-too-long');
  expect(checkName('é'.repeat(32))?.kind).toBe('label-too-long');
});

test('a name of 255 octets on the wire fits and one of 256 does not', () => {
  const longest = `${`${label63}.`.repeat(3)}${'a'.repeat(61)}.`;

  expect(checkName(longest)).toBeUndefined();
  expect(checkName(longest.slice(0, -1))).toBeUndefined();
  expect(checkName(`a${longest}`)?.kind).toBe('label-too-long');
  expect(checkName(`${`${label63}.`.repeat(3)}${'a'.repeat(62)}.`)).toMatchObject({
    kind: 'name-too-long',
    message: expect.stringContaining('found 256 octets, a name has at most 255 on the wire'),
  });
});

test('labels are cut at dots that are not escaped', () => {
  expect(labelsOf('.')).toEqual([]);
  expect(labelsOf('web.k8s.example.')).toEqual(['web', 'k8s', 'example']);
  expect(labelsOf(String.raw`a\.b.c\\.d.`)).toEqual([String.raw`a\.b`, String.raw`c\\`, 'd']);
});

test('below means at or below, by label boundary', () => {
  const zone = 'k8s.example.';

  expect(isBelow(zone, zone)).toBe(true);
  expect(isBelow('web.k8s.example.', zone)).toBe(true);
  expect(isBelow('xk8s.example.', zone)).toBe(false);
  expect(isBelow('example.', zone)).toBe(false);
  expect(isBelow(String.raw`a\.k8s.example.`, zone)).toBe(false);
  expect(isBelow(String.raw`a\\.k8s.example.`, zone)).toBe(true);
  expect(isBelow('web.other.', '.')).toBe(true);
});

test('a name relative to its zone is what a zone file shows', () => {
  expect(relativeTo('k8s.example.', 'k8s.example.')).toBe('@');
  expect(relativeTo('a.b.k8s.example.', 'k8s.example.')).toBe('a.b');
  expect(relativeTo('www.other.', 'k8s.example.')).toBe('www.other.');
  expect(relativeTo('a.b.', '.')).toBe('a.b');
});

test('records belong to the longest zone that holds them', () => {
  const zones = ['example.', 'k8s.example.', '.', 'x8s.example.'];

  expect(mostSpecificZone('web.k8s.example.', zones)).toBe('k8s.example.');
  expect(mostSpecificZone('www.example.', zones)).toBe('example.');
  expect(mostSpecificZone('other.', zones)).toBe('.');
  expect(mostSpecificZone('other.', ['example.'])).toBeUndefined();
});

test('what is wrong with a name is told in one line, visible and short, whatever the name', () => {
  expect(checkName('.\n')?.message).toBe(
    'Cannot use the name ".\\u000a": found an empty label, every label needs at least one character',
  );
  expect(checkName(`.${'\u0000'.repeat(16_384)}`)?.message.length).toBeLessThan(1_500);
});
