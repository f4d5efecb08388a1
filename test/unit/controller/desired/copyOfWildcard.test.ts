import { describe, expect, test } from 'vitest';
import { copyOfWildcard, mostCopies } from '../../../../src/controller/desired/copyOfWildcard.ts';
import type { RecordType, Rrset } from '../../../../src/dns/rrset.ts';
import { serviceRef } from '../../../../src/model/objectRef.ts';
import type { RequestedName } from '../../../../src/records/serviceRecords.ts';

const zone = 'k8s.example.';
const star = `*.apps.${zone}`;
const at = `*.web.apps.${zone}`;

const rrset = (type: RecordType, ...rdatas: readonly string[]): Rrset => ({
  name: star,
  type,
  ttlSeconds: 30,
  rdatas,
});

const wildcard = (...rrsets: readonly Rrset[]): RequestedName => ({
  name: star,
  base: star,
  zone,
  origin: serviceRef('shop/web'),
  createdMs: 1,
  rule: 'dnsendpoint',
  rrsets,
});

describe('a copy of a wildcard', () => {
  test.each([
    { of: 'addresses', has: [rrset('A', '192.0.2.1')], copied: ['A'] },
    {
      of: 'addresses and a delegation',
      has: [rrset('A', '192.0.2.1'), rrset('NS', 'ns.example.')],
      copied: ['A'],
    },
    { of: 'an alias', has: [rrset('CNAME', 'example.net.')], copied: ['CNAME'] },
    {
      of: 'mail for the name itself',
      has: [rrset('MX', `0 ${at}`), rrset('TXT', at)],
      copied: ['MX', 'TXT'],
    },
    { of: 'a delegation', has: [rrset('NS', 'ns.example.')], copied: undefined },
    { of: 'an alias to where it would stand', has: [rrset('CNAME', at)], copied: undefined },
  ])('of $of', ({ has, copied }) => {
    const copy = copyOfWildcard(wildcard(...has), at);
    expect(copy?.rrsets.map(({ type }) => type)).toEqual(copied);
    for (const { name } of copy?.rrsets ?? []) expect(name).toBe(at);
    if (copied !== undefined) expect([copy?.name, copy?.base]).toEqual([at, at]);
  });
});

test('copies may have as many records in all as one object, and of one without records as many as names', () => {
  const bounds = { maxWildcardNames: 10, maxRecords: 7 };
  expect(mostCopies(wildcard(rrset('A', '192.0.2.1', '192.0.2.2')), bounds)).toBe(3);
  expect(mostCopies(wildcard(), bounds)).toBe(7);
  expect(mostCopies(wildcard(rrset('A', '192.0.2.1')), { ...bounds, maxRecords: 70 })).toBe(10);
});
