import { describe, expect, test } from 'vitest';
import { parseRequestedName } from '../../../../src/records/sources/parseRequestedName.ts';

const nameOf = (octets: number): string => 'a.'.repeat((octets - 2) / 2);

describe('a name that an object asks for', () => {
  test.each<[string, 'host' | 'any', string]>([
    [' Web.LAN ', 'host', 'web.lan.'],
    ['*.Web.lan.', 'host', '*.web.lan.'],
    ['_dmarc._sub.lan', 'any', '_dmarc._sub.lan.'],
    ['_-a.lan', 'any', '_-a.lan.'],
  ])('"%s" (%s) is %s', (text, names, name) => {
    expect(parseRequestedName({ text, names })).toEqual({ kind: 'name', name });
  });

  test.each<[string, 'host' | 'any', string]>([
    ['_dmarc.lan', 'host', 'invalid-name'],
    ['_.lan', 'any', 'invalid-name'],
    [`_${'a'.repeat(63)}.lan`, 'any', 'invalid-name'],
    ['a.*.lan', 'host', 'wildcard'],
  ])('"%s" (%s) is none: %s', (text, names, problem) => {
    expect(parseRequestedName({ text, names })).toMatchObject({ kind: 'invalid', problem });
  });

  test('may be as long as a name can be, its star included', () => {
    const longest = nameOf(254);
    expect(parseRequestedName({ text: `*.${longest}`, names: 'host' })).toEqual({
      kind: 'name',
      name: `*.${longest}`,
    });
    expect(parseRequestedName({ text: `*.a.${longest}`, names: 'host' })).toEqual({
      kind: 'invalid',
      problem: 'name-too-long',
      found: 'it has 257 octets, a name has at most 255',
    });
  });
});
