import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { canonicalRdata, decodeRdata, encodeRdata, recordTypes } from '../../../src/dns/recordTypes.ts';
import type { RecordType } from '../../../src/dns/rrset.ts';
import { typeName, typeNumberOf } from '../../../src/dns/typeNumberOf.ts';

/** RDATA behind its RDLENGTH, as in a message. */
const framed = (rdata: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([rdata.length >> 8, rdata.length & 0xff]), rdata]);
const decoded = (type: RecordType, rdata: Uint8Array) => decodeRdata(type, framed(rdata), 2, rdata.length);

const longString = `"${'x'.repeat(255)}"`;

test.each<[RecordType, string, string]>([
  ['A', '10.96.0.1', '0a600001'],
  ['AAAA', 'fd00::1', 'fd000000000000000000000000000001'],
  ['CNAME', 'web.example.', '03776562076578616d706c6500'],
  ['CNAME', '.', '00'],
  ['PTR', String.raw`a\.b.example.`, '03612e62076578616d706c6500'],
  ['PTR', String.raw`\000\255.example.`, '0200ff076578616d706c6500'],
  ['SRV', '0 100 80 web.example.', '00000064005003776562076578616d706c6500'],
  ['SRV', '65535 0 1 .', 'ffff0000000100'],
  ['TXT', '"1.1.0"', '05312e312e30'],
  ['TXT', '"" "a b"', '0003612062'],
  ['TXT', String.raw`"\"\\\000\255;$"`, '06225c00ff3b24'],
  ['TXT', longString, `ff${'78'.repeat(255)}`],
])('%s %s is %s on the wire, and back', (type, text, hex) => {
  const octets = encodeRdata(type, text);

  expect(octets.toString('hex')).toBe(hex);
  expect(octets.length).toBeLessThanOrEqual(recordTypes[type].maxOctets(text));
  expect(decoded(type, octets)).toEqual({ kind: 'rdata', rdata: text });
});

test.each<[RecordType, string]>([
  ['A', '10.96.0'],
  ['A', '010.96.0.1'],
  ['A', 'fd00::1'],
  ['AAAA', '10.96.0.1'],
  ['AAAA', 'fd00:::1'],
  ['CNAME', 'web.example'],
  ['CNAME', ''],
  ['CNAME', 'Web.example.'],
  ['CNAME', 'a..b.'],
  ['CNAME', `${'a'.repeat(64)}.`],
  ['CNAME', 'ä.example.'],
  ['CNAME', 'a\\256.'],
  ['CNAME', 'a b.'],
  ['PTR', 'abc.'.repeat(64)],
  ['PTR', `${'abc.'.repeat(63)}ab.`],
  ['SRV', '0 100 80'],
  ['SRV', '0 100 65536 web.example.'],
  ['SRV', '-1 100 80 web.example.'],
  ['SRV', '0 100 080 web.example.'],
  ['SRV', '0 100 80 web.example. x'],
  ['TXT', ''],
  ['TXT', '"open'],
  ['TXT', `"${'x'.repeat(256)}"`],
  ['TXT', String.raw`"\256"`],
])('%s "%s" is refused before it reaches the wire', (type, text) => {
  expect(() => encodeRdata(type, text)).toThrow(
    expect.objectContaining({ name: 'DnsError', message: expect.stringMatching(/^Cannot /) }),
  );
});

test.each<[RecordType, string]>([
  ['A', '0a6000'],
  ['A', '0a60000101'],
  ['AAAA', 'fd0000000000000000000000000000'],
  ['CNAME', '03776562076578616d706c65'],
  ['CNAME', '0377656200ff'],
  ['CNAME', '40'],
  ['CNAME', 'c000'],
  ['SRV', '000000640050'],
  ['SRV', '00000064005000ff'],
  ['TXT', ''],
  ['TXT', '0561'],
  ['TXT', '0161ff'],
])('%s of the octets %s is malformed', (type, hex) => {
  expect(decoded(type, Buffer.from(hex, 'hex'))).toMatchObject({ kind: 'malformed' });
});

test('the longest name there is fits', () => {
  const name = `${'abc.'.repeat(63)}a.`;

  expect(encodeRdata('PTR', name)).toHaveLength(255);
  expect(decoded('PTR', encodeRdata('PTR', name))).toEqual({ kind: 'rdata', rdata: name });
});

test('RDATA that RDLENGTH or the end of the message does not bear out is malformed', () => {
  const octets = framed(Buffer.from([10, 96, 0, 1]));

  expect(decodeRdata('A', octets, 2, 4)).toEqual({ kind: 'rdata', rdata: '10.96.0.1' });
  expect(decodeRdata('A', octets.subarray(0, 5), 2, 4)).toMatchObject({ kind: 'malformed' });
  expect(decodeRdata('TXT', octets, 2, 3)).toMatchObject({ kind: 'malformed' });
  expect(decodeRdata('A', octets, 0, 4)).toMatchObject({ kind: 'malformed' });
});

test.each<[RecordType, string, string]>([
  ['A', ' 10.96.0.1 ', '10.96.0.1'],
  ['AAAA', 'FD00:0::1', 'fd00::1'],
  ['CNAME', 'Web.Example', 'web.example.'],
  ['SRV', '0  100 80   Web.Example', '0 100 80 web.example.'],
  ['TXT', 'bare "quoted words"', '"bare" "quoted words"'],
  ['TXT', String.raw`"\097ä"`, String.raw`"a\195\164"`],
])('%s as a user writes it, %s, is canonically %s', (type, text, canonical) => {
  expect(canonicalRdata(type, text)).toBe(canonical);
});

test('a TXT with a quote in the wrong place says so', () => {
  expect(() => canonicalRdata('TXT', 'a"b"')).toThrow('found a quote in the wrong place');
});

test('every type has a name, and types without one are written as RFC 3597 does', () => {
  for (const [type, row] of Object.entries(recordTypes)) {
    expect(typeName(row.typeNumber)).toBe(type);
    expect(typeNumberOf(type)).toBe(row.typeNumber);
  }
  expect(typeName(65_534)).toBe('TYPE65534');
  expect(typeNumberOf('type65534')).toBe(65_534);
  expect(typeNumberOf('https')).toBe(65);
  expect(typeNumberOf('TYPE65536')).toBeUndefined();
  expect(typeNumberOf('NONSENSE')).toBeUndefined();
});
