import { expect, test } from 'vitest';
import type { RecordType } from '../../../../src/dns/rrset.ts';
import type { SourceRequest } from '../../../../src/records/sources/sourceRequest.ts';
import { withoutLostTargets } from '../../../../src/records/sources/withoutLostTargets.ts';

const request = (
  text: string,
  ...content: readonly (readonly [RecordType, ...string[]])[]
): SourceRequest => ({
  text,
  names: 'host',
  rule: 'dnsendpoint',
  askedBy: 'endpoint 1',
  content: content.map(([type, ...rdatas]) => ({ type, ttlSeconds: 5, rdatas })),
});

const services = request('s.lan', ['SRV', '0 1 80 a.lan.', '0 1 80 b.lan.', '0 1 80 c.lan.']);

const targets = (...requests: readonly SourceRequest[]): readonly string[] =>
  (withoutLostTargets([services, ...requests])[0]?.content[0]?.rdatas ?? []).map((rdata) => rdata.slice(7));

test('a name that has lost all of its addresses is no target of an SRV record', () => {
  expect(targets(request('A.lan', ['A']), request('b.lan', ['AAAA']))).toEqual(['c.lan.']);
});

test('a name that has one of either family left is one, and so is one that asks for other records', () => {
  expect(targets(request('a.lan', ['A'], ['AAAA', 'fd00::1']))).toHaveLength(3);
  expect(targets(request('a.lan', ['AAAA']), request('a.lan', ['A', '192.0.2.1']))).toHaveLength(3);
  expect(targets(request('a.lan', ['TXT']), request('a_b', ['A']))).toHaveLength(3);
});

test('other records are left as they are', () => {
  const other = request('m.lan', ['MX', '10 a.lan.']);
  expect(withoutLostTargets([other, request('a.lan', ['A'])])[0]).toEqual(other);
});
