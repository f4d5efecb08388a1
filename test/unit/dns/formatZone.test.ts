import { expect, test } from 'vitest';
import { formatRecord, formatRrset, formatZone } from '../../../src/dns/formatZone.ts';
import type { ResourceRecord } from '../../../src/dns/rrset.ts';
import { parseZoneText } from '../../support/parseZoneText.ts';

const origin = 'k8s.example.';
const read = (text: string) => parseZoneText(text, { origin, defaultTtlSeconds: 5 });
const lines = (text: string): readonly string[] => read(text).records.map((record) => formatRecord(record));
const web: ResourceRecord = { name: 'web.k8s.example.', type: 'A', ttlSeconds: 30, rdata: '10.96.0.1' };

test('a record is one line, relative to an origin or not', () => {
  expect(formatRecord(web)).toBe('web.k8s.example. 30 IN A 10.96.0.1');
  expect(formatRecord(web, { origin })).toBe('web 30 IN A 10.96.0.1');
});

test('an RRset has its records in the order of their octets, not of their texts', () => {
  const rdatas = ['10.96.0.10', '10.96.0.9', '10.96.0.100'];

  expect(formatRrset({ ...web, rdatas }, { origin })).toBe(
    'web 30 IN A 10.96.0.9\nweb 30 IN A 10.96.0.10\nweb 30 IN A 10.96.0.100',
  );
});

test('a zone is in canonical order with aligned columns', () => {
  const records: readonly ResourceRecord[] = [
    web,
    { name: '_http._tcp.web.k8s.example.', type: 'SRV', ttlSeconds: 5, rdata: '0 100 80 web.k8s.example.' },
    { name: 'k8s.example.', type: 'TXT', ttlSeconds: 3600, rdata: '"x"' },
    { name: 'web.k8s.example.', type: 'AAAA', ttlSeconds: 30, rdata: 'fd00::1' },
    { name: 'api.k8s.example.', type: 'CNAME', ttlSeconds: 30, rdata: 'web.k8s.example.' },
  ];

  expect(formatZone(records, { origin })).toBe(
    [
      '$ORIGIN k8s.example.',
      '@              3600 IN TXT   "x"',
      'api              30 IN CNAME web.k8s.example.',
      'web              30 IN A     10.96.0.1',
      'web              30 IN AAAA  fd00::1',
      '_http._tcp.web    5 IN SRV   0 100 80 web.k8s.example.',
      '',
    ].join('\n'),
  );
  expect(formatZone([], { origin })).toBe('');
});

test('all that a zone file may leave out is filled in', () => {
  const text = String.raw`
; a comment
$TTL 1h
@       IN      TXT "at the apex" ; and another
web     30 IN   A 10.96.0.1
        IN 30   AAAA FD00:0::1
                A 10.96.0.2
$ORIGIN svc
x       CNAME   web.k8s.example.
Y.Other. 1m30s  PTR @
_http._tcp.z (  ; over
   7            ; several
   SRV 0 100    ; lines
   80 x )
a\.b    TXT     bare "with ; and ( \" inside"
`;

  expect(lines(text)).toEqual([
    'k8s.example. 3600 IN TXT "at the apex"',
    'web.k8s.example. 30 IN A 10.96.0.1',
    'web.k8s.example. 30 IN AAAA fd00::1',
    'web.k8s.example. 3600 IN A 10.96.0.2',
    'x.svc.k8s.example. 3600 IN CNAME web.k8s.example.',
    'y.other. 90 IN PTR svc.k8s.example.',
    '_http._tcp.z.svc.k8s.example. 7 IN SRV 0 100 80 x.svc.k8s.example.',
    String.raw`a\.b.svc.k8s.example. 3600 IN TXT "bare" "with ; and ( \" inside"`,
  ]);
  expect(read(text).problems).toEqual([]);
});

test('without $TTL a record takes the TTL of the one before, then the default', () => {
  expect(lines('a A 1.1.1.1\nb 60 A 1.1.1.1\nc A 1.1.1.1')).toEqual([
    'a.k8s.example. 5 IN A 1.1.1.1',
    'b.k8s.example. 60 IN A 1.1.1.1',
    'c.k8s.example. 60 IN A 1.1.1.1',
  ]);
  expect(parseZoneText('a A 1.1.1.1', { origin }).problems[0]?.message).toContain('found no TTL');
});

test('a name that looks like a type or a class is still an owner', () => {
  expect(lines('a A 1.1.1.1\nIN A 1.1.1.1\n30 IN A 1.1.1.1')).toEqual([
    'a.k8s.example. 5 IN A 1.1.1.1',
    'in.k8s.example. 5 IN A 1.1.1.1',
    '30.k8s.example. 5 IN A 1.1.1.1',
  ]);
});

test('records of other types are kept apart, their names absolute', () => {
  const text =
    '@ SOA ns hostmaster ( 7 1h 600 1d 5 )\n@ DNAME elsewhere\n@ HINFO "a" b\n@ TYPE65400 \\# 1 00';

  expect(read(text).foreign.map(({ type, rdata }) => `${type} ${rdata}`)).toEqual([
    'SOA ns.k8s.example. hostmaster.k8s.example. 7 3600 600 86400 5',
    'DNAME elsewhere.k8s.example.',
    'HINFO "a" b',
    String.raw`TYPE65400 \# 1 00`,
  ]);
  expect(read(text).records).toEqual([]);
});

test('a record without an owner needs one before it', () => {
  expect(read('; nothing\n  A 1.1.1.1').problems).toEqual([
    { line: 2, message: 'Cannot read "A 1.1.1.1": found no owner, needed one before it' },
  ]);
});

test.each<[string, string]>([
  ['@ A 1.2.3', 'Cannot use the A "1.2.3"'],
  ['@ A', 'exactly one field'],
  ['@ A 1.1.1.1 2.2.2.2', 'exactly one field'],
  ['@ AAAA 1.2.3.4', 'an IPv6 address'],
  ['@ SRV 0 100 web', 'three numbers'],
  ['@ SRV 0 100 99999 web', 'three numbers'],
  ['@ CNAME a..b', 'an empty label'],
  ['a..b A 1.1.1.1', 'an empty label'],
  [`${'a'.repeat(64)} A 1.1.1.1`, '64 octets'],
  ['@ CH TXT x', 'found "CH"'],
  ['@ 5 IN', 'found ""'],
  ['@ NONSENSE x', 'found "NONSENSE"'],
  ['$INCLUDE x', 'needed $ORIGIN with a name or $TTL with a time'],
  ['$TTL x', 'a directive'],
  ['$TTL 2147483648', 'a directive'],
  ['@ TXT "open', 'found no end of the quote'],
  ['@ A 1.1.1.1 )', 'found no "("'],
  ['@ A ( 1.1.1.1', 'found no ")"'],
  ['@ TXT a\\', 'found nothing behind it'],
])('"%s" is a problem of its line, and the rest is read', (line, message) => {
  const { problems, records } = read(`first 5 A 1.1.1.1\n\n${line}`);

  expect(problems[0]?.message).toContain(message);
  expect(problems[0]?.line).toBe(3);
  expect(records[0]).toEqual({ name: 'first.k8s.example.', type: 'A', ttlSeconds: 5, rdata: '1.1.1.1' });
});
