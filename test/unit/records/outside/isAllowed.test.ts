import { describe, expect, test } from 'vitest';
import type { RecordType } from '../../../../src/dns/rrset.ts';
import { createAddressFilter } from '../../../../src/records/createAddressFilter.ts';
import { isAllowed, matchesPattern } from '../../../../src/records/outside/isAllowed.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';

describe('a pattern of allowed names', () => {
  test.each([
    ['www.lan', 'www.lan.', true],
    ['WWW.lan.', 'www.lan.', true],
    ['*.lan', 'www.lan.', true],
    ['*.lan', 'a.b.lan.', false],
    ['*.lan', 'lan.', false],
    ['web-*.lan', 'web-1.lan.', true],
    ['web-*.lan', 'web-.lan.', true],
    ['web-*.lan', 'api-1.lan.', false],
    ['*-a-*.lan', 'x-a-y-a-z.lan.', true],
    ['**.lan', 'a.b.lan.', true],
    ['**.lan', 'lan.', true],
    ['**.lan', 'xlan.', false],
    ['a.**.lan', 'a.lan.', true],
    ['a.**.lan', 'a.b.c.lan.', true],
    ['a.**.lan', 'b.c.lan.', false],
    ['**', 'anything.at.all.', true],
    ['w.w', 'wxw.', false],
    ['ab*bx.lan', 'abx.lan.', false],
    ['ab*bx.lan', 'abbx.lan.', true],
    [' www.lan ', 'www.lan.', true],
  ])('%s against %s: %s', (pattern, name, expected) => {
    expect(matchesPattern(pattern, name)).toBe(expected);
  });

  test('with many stars is compared without trying every way to split the label', () => {
    expect(matchesPattern(`${'*a'.repeat(30)}.lan`, `${'a'.repeat(62)}b.lan.`)).toBe(false);
  });
});

type Asked = {
  readonly kind?: string;
  /** Of the rule. */
  readonly types?: readonly RecordType[];
  readonly asked?: readonly RecordType[] | 'unknown';
};

const isGiven = (
  pattern: string,
  name: string,
  { kind = 'Ingress', types, asked = ['A'] }: Asked = {},
): boolean =>
  isAllowed(
    {
      object: { kind, namespace: 'shop', name: 'all' },
      createdMs: 0,
      filter: createAddressFilter({ networks: [], excludeNetworks: [] }),
      scoped: { namespace: 'shop', labels: {}, namespaceLabels: {} },
      options: {
        ...defaultRecordOptions('lan.'),
        allow: [{ scope: {}, patterns: [pattern], ...(types === undefined ? {} : { types }) }],
      },
    },
    name,
    asked === 'unknown' ? undefined : asked,
  );

test('the zone stands in a pattern wherever it is written', () => {
  expect(isGiven('{zone}.mirror.example', 'lan.mirror.example.')).toBe(true);
});

describe('a rule with types gives a name', () => {
  const gives = (types: readonly RecordType[], asked: Asked['asked']): boolean =>
    isGiven('www.{zone}', 'www.lan.', { types, ...(asked === undefined ? {} : { asked }) });

  test('to who asks for some of them and for no other', () => {
    expect(gives(['A', 'TXT'], ['TXT', 'A'])).toBe(true);
    expect(gives(['A'], ['A', 'TXT'])).toBe(false);
  });

  test('to a Service, which has whatever addresses it has, where any of them is one of an address', () => {
    expect(gives(['AAAA', 'TXT'], 'unknown')).toBe(true);
    expect(gives(['TXT'], 'unknown')).toBe(false);
  });
});

describe('a wildcard', () => {
  test.each([
    ['*.apps.{zone}', '*.apps.lan.', true],
    ['*.APPS.lan.', '*.apps.lan.', true],
    ['*.{namespace}.{zone}', '*.shop.lan.', true],
    ['*.{namespace}.{zone}', '*.blog.lan.', false],
    ['*.{zone}', '*.lan.', true],
    ['*.{zone}', '*.apps.lan.', false],
    ['**', '*.apps.lan.', false],
    ['**.{zone}', '*.lan.', false],
    ['**.apps.{zone}', '*.apps.lan.', false],
    ['*.*.{zone}', '*.apps.lan.', false],
    ['*.a*.{zone}', '*.apps.lan.', false],
    ['*.**.{zone}', '*.apps.lan.', false],
    ['apps.{zone}', '*.apps.lan.', false],
  ])('is not given but by a rule that has it as it is: %s gives %s: %s', (pattern, name, expected) => {
    expect(isGiven(pattern, name)).toBe(expected);
  });

  test('of a DNSEndpoint needs a rule with types besides, since it may hold anything', () => {
    const kind = 'DNSEndpoint';
    expect(isGiven('*.apps.{zone}', '*.apps.lan.', { kind })).toBe(false);
    expect(isGiven('*.apps.{zone}', '*.apps.lan.', { kind, types: ['A'] })).toBe(true);
    expect(isGiven('*.apps.{zone}', '*.apps.lan.', { kind, types: ['TXT'] })).toBe(false);
    expect(isGiven('**.{zone}', 'web.apps.lan.', { kind })).toBe(true);
  });
});

test('many ** in a pattern take no time, however many labels the name has', () => {
  const name = 'a.'.repeat(127);

  expect(matchesPattern('**.'.repeat(40) + 'b', name)).toBe(false);
  expect(matchesPattern('**.'.repeat(40) + 'a', name)).toBe(true);
});
