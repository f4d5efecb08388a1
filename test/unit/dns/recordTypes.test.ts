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
  ['NS', 'ns.example.', '026e73076578616d706c6500'],
  ['MX', '10 mail.example.', '000a046d61696c076578616d706c6500'],
  ['MX', '0 .', '000000'],
  [
    'NAPTR',
    String.raw`100 10 "u" "E2U+sip" "/(.)\\/\\1/" .`,
    '0064000a0175074532552b736970092f282e295c2f5c312f00',
  ],
  ['NAPTR', '1 2 "" "" "" a.', '00010002000000016100'],
  ['CAA', '0 issue "ca.example"', '0005697373756563612e6578616d706c65'],
  ['CAA', String.raw`128 Iodef "\"\000\255"`, '8005496f6465662200ff'],
  ['CAA', '0 issue ""', '00056973737565'],
  ['SSHFP', `1 1 ${'AB'.repeat(20)}`, `0101${'ab'.repeat(20)}`],
  ['SSHFP', `4 2 ${'AB'.repeat(32)}`, `0402${'ab'.repeat(32)}`],
  ['SSHFP', '4 3 00', '040300'],
  ['TLSA', '3 1 1 0102', '0301010102'],
  // RFC 9460 appendix D.2.
  ['SVCB', '0 foo.example.com.', '000003666f6f076578616d706c6503636f6d00'],
  ['SVCB', '1 .', '000100'],
  ['SVCB', '16 foo.example.com. port=53', '001003666f6f076578616d706c6503636f6d00000300020035'],
  ['SVCB', '1 foo.example.com. key667="hello"', '000103666f6f076578616d706c6503636f6d00029b000568656c6c6f'],
  [
    'SVCB',
    String.raw`1 foo.example.com. key667="hello\210qoo"`,
    '000103666f6f076578616d706c6503636f6d00029b000968656c6c6fd2716f6f',
  ],
  [
    'SVCB',
    '1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1',
    '000103666f6f076578616d706c6503636f6d0000060020' +
      '20010db8000000000000000000000001' +
      '20010db8000000000000000000530001',
  ],
  [
    'SVCB',
    '16 foo.example.org. mandatory=alpn,ipv4hint alpn="h2,h3-19" ipv4hint=192.0.2.1',
    '001003666f6f076578616d706c65036f7267000000000400010004000100090268320568332d313900040004c0000201',
  ],
  [
    'SVCB',
    String.raw`16 foo.example.org. alpn="f\\\\oo\\,bar,h2"`,
    '001003666f6f076578616d706c65036f7267000001000c08665c6f6f2c626172026832',
  ],
  ['HTTPS', '1 . alpn="h3" no-default-alpn ech=AEX+', '0001000001000302683300020000000500030045fe'],
  ['HTTPS', '1 . key7="/q{?dns}" key8', '000100000700082f717b3f646e737d00080000'],
  // What others wrote and the text of the type cannot say.
  ['CAA', String.raw`\# 3 000102`, '000102'],
  ['TLSA', String.raw`\# 0`, ''],
  ['SSHFP', String.raw`\# 3 010100`, '010100'],
  ['HTTPS', String.raw`\# 5 0001014100`, '0001014100'],
  ['SVCB', String.raw`\# 7 00010000010000`, '00010000010000'],
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
  ['TXT', `${longString} `.repeat(256)],
  ['NS', 'NS.example.'],
  ['MX', 'mail.example.'],
  ['MX', '010 mail.example.'],
  ['MX', '10 mail.example. x'],
  ['NAPTR', '1 1 u "" "" .'],
  ['NAPTR', '1 1 "" "" .'],
  ['NAPTR', `1 1 ${longString} "" "" ${'a'.repeat(64)}.`],
  ['CAA', '0 issue ca.example'],
  ['SSHFP', `1 1 ${'ab'.repeat(20)}`],
  ['SSHFP', '4 3 00 00'],
  ['TLSA', '03 1 1 00'],
  ['HTTPS', '1 . port=443 alpn="h2"'],
  ['HTTPS', '1 . alpn=h2'],
  ['HTTPS', '1 . dohpath="/q{?dns}"'],
  ['HTTPS', '1 Web.example.'],
  // Well-formed octets have one text, and it is not this one.
  ['CAA', String.raw`\# 7 00056973737565`],
  ['CAA', String.raw`\# 4 000102`],
  ['MX', String.raw`\# 3 000a00`],
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
  ['NS', ''],
  ['MX', '000a'],
  ['MX', '000a00ff'],
  ['NAPTR', '00010001000000'],
  ['NAPTR', '000100010561'],
  ['NAPTR', '0001'],
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
  ['NS', 'NS1.Example', 'ns1.example.'],
  ['MX', '010\tMail.Example', '10 mail.example.'],
  ['NAPTR', '1 2 U E2U+sip "" Foo', '1 2 "U" "E2U+sip" "" foo.'],
  ['NAPTR', String.raw`1 2 "\117" "" !a!b! .`, '1 2 "u" "" "!a!b!" .'],
  ['CAA', '0 issue ca.example', '0 issue "ca.example"'],
  ['CAA', String.raw`0 issue "a; b=\099"`, '0 issue "a; b=c"'],
  ['SSHFP', `1 1 ${'ab '.repeat(20)}`, `1 1 ${'AB'.repeat(20)}`],
  ['TLSA', '003 1 1 a b\nC D', '3 1 1 ABCD'],
  ['HTTPS', '1 . port=0443 alpn=h2,h3', '1 . alpn="h2,h3" port=443'],
  ['HTTPS', '01 Web.Example ipv4hint="192.0.2.1"', '1 web.example. ipv4hint=192.0.2.1'],
  ['HTTPS', '1 . mandatory=port,alpn port=1 alpn=x', '1 . mandatory=alpn,port alpn="x" port=1'],
  ['HTTPS', String.raw`1 . alpn=f\\\\oo\\,bar,h2`, String.raw`1 . alpn="f\\\\oo\\,bar,h2"`],
  ['HTTPS', String.raw`1 . alpn="f\\\092oo\092,bar,h2"`, String.raw`1 . alpn="f\\\\oo\\,bar,h2"`],
  ['SVCB', '1 . dohpath=/q{?dns}', '1 . key7="/q{?dns}"'],
  ['SVCB', String.raw`1 . key3=\001\187 key9=`, '1 . port=443 key9'],
  ['SVCB', '0 . alpn=h2', '0 . alpn="h2"'],
  ['MX', String.raw`\# 3 000a00`, '10 .'],
  ['A', String.raw`\# 4 0a 60 00 01`, '10.96.0.1'],
  ['TXT', String.raw`\# 2 0161`, '"a"'],
])('%s as a user writes it, %s, is canonically %s', (type, text, canonical) => {
  expect(canonicalRdata(type, text)).toBe(canonical);
});

test.each<[RecordType, string, string]>([
  ['NS', '192.0.2.1', 'the name of a host in place of an address'],
  ['NS', '192.0.2.1.', 'the name of a host in place of an address'],
  ['NS', String.raw`19\050.0.2.1`, 'the name of a host in place of an address'],
  ['NS', String.raw`:\:`, 'the name of a host in place of an address'],
  ['NS', String.raw`\# 9 013101320133013400`, 'the name of a host in place of an address'],
  ['CNAME', '192.0.2.1', 'the name of a host in place of an address'],
  ['PTR', '2001:db8::1.', 'the name of a host in place of an address'],
  ['SRV', '0 0 80 192.0.2.1', 'the name of a host in place of an address'],
  ['MX', String.raw`\# 6 000a023a3a00`, 'the name of a host in place of an address'],
  ['NS', 'a b', 'exactly one field'],
  ['MX', 'mail.example', 'a preference from 0 to 65535'],
  ['MX', '70000 mail.example', 'a preference from 0 to 65535'],
  ['MX', '10 2001:db8::1', 'the name of a host in place of an address'],
  ['MX', '10 a..b', 'every label needs'],
  ['MX', String.raw`\# 2 000a`, 'the length and the octets'],
  ['MX', String.raw`\# 4 000a00`, 'the length and the octets'],
  ['NAPTR', '1 1 u s ""', 'three strings of at most 255 octets'],
  ['NAPTR', `1 1 u s ${'x'.repeat(256)} .`, 'three strings of at most 255 octets'],
  ['NAPTR', '1 1 "u s "" .', 'an end of each quote'],
  ['NAPTR', '1 1 u s !a!b .', 'a regexp as'],
  ['NAPTR', '1 1 u s !(a!b! .', 'a regexp as'],
  ['NAPTR', String.raw`1 1 u s "!a!\\1!" .`, 'a regexp as'],
  ['NAPTR', '1 1 u s 1a1b1 .', 'a regexp as'],
  ['NAPTR', '1 1 u s !a!b!x .', 'a regexp as'],
  ['NAPTR', String.raw`1 1 u s "!a\000!b!" .`, 'a regexp as'],
  ['CAA', '256 issue "x"', 'a number from 0 to 255'],
  ['CAA', '0 is-sue "x"', 'a tag of letters and digits'],
  ['CAA', '0 issue', 'a value in quotes'],
  ['CAA', '0 issue a b', 'a value in quotes'],
  ['CAA', String.raw`0 issue "\256"`, 'a value in quotes'],
  ['CAA', '0 issue "a\u0007b"', String.raw`control characters as \DDD`],
  ['CAA', `0 issue "${'x'.repeat(70_000)}"`, 'at most 65,535 octets'],
  ['SSHFP', '1 1 00', '40 of them for type 1'],
  ['SSHFP', '1 3', 'a fingerprint in hexadecimal digits'],
  ['SSHFP', '1 3 0', 'a fingerprint in hexadecimal digits'],
  ['SSHFP', '1 3 zz', 'a fingerprint in hexadecimal digits'],
  ['TLSA', '3 1 1', 'data in hexadecimal digits'],
  ['TLSA', '3 1 256 00', 'three numbers from 0 to 255'],
  ['HTTPS', '.', 'a priority from 0 to 65535'],
  ['HTTPS', '-1 .', 'a priority from 0 to 65535'],
  ['HTTPS', '1 . ALPN=h2', 'keys of RFC 9460 in lower case'],
  ['HTTPS', '1 . key08=a', 'keys of RFC 9460 in lower case'],
  ['HTTPS', '1 . key65536', 'keys of RFC 9460 in lower case'],
  ['HTTPS', '1 . alpn=h2 alpn=h3', 'each key once'],
  ['HTTPS', '1 . key8 key8', 'each key once'],
  ['HTTPS', '1 . alpn=', 'for alpn protocols'],
  ['HTTPS', '1 . alpn=h2,', 'for alpn protocols'],
  ['HTTPS', String.raw`1 . alpn="a\\"`, 'for alpn protocols'],
  ['HTTPS', `1 . alpn=${'x'.repeat(256)}`, 'for alpn protocols'],
  ['HTTPS', '1 . no-default-alpn', 'alpn beside no-default-alpn'],
  ['HTTPS', '1 . alpn=h2 no-default-alpn=x', 'for no-default-alpn no value'],
  ['HTTPS', '1 . mandatory=alpn', 'alpn, which is mandatory'],
  ['HTTPS', '1 . mandatory=mandatory', 'for mandatory keys'],
  ['HTTPS', '1 . alpn=h2 mandatory=alpn,alpn', 'for mandatory keys'],
  ['HTTPS', '1 . port=65536', 'for port a number'],
  ['HTTPS', '1 . key3=443', 'for key3 a number'],
  ['HTTPS', '1 . ipv4hint=192.0.2', 'for ipv4hint IPv4 addresses'],
  ['HTTPS', '1 . ipv4hint=::1', 'for ipv4hint IPv4 addresses'],
  ['HTTPS', '1 . ipv6hint=192.0.2.1', 'for ipv6hint IPv6 addresses'],
  ['HTTPS', '1 . ech', 'for ech base64'],
  ['HTTPS', '1 . ech=AEX', 'for ech base64'],
  ['HTTPS', '1 . dohpath=/q', 'for dohpath a path'],
  ['HTTPS', '1 . key7=q{?dns}', 'for key7 a path'],
  ['HTTPS', '1 . "alpn=h2"', 'keys of RFC 9460'],
  ['HTTPS', '1 . alpn="h2', 'an end of each quote'],
  ['SVCB', '1 . key8=a\\', 'something behind each'],
  ['SVCB', String.raw`\# 5 0001014100`, 'the length and the octets'],
])('%s as a user writes it, %s, is refused with one line: %s', (type, text, needed) => {
  const refused = (): string => canonicalRdata(type, text);
  expect(refused).toThrow(expect.objectContaining({ name: 'DnsError' }));
  expect(refused).toThrow(needed);
  expect(refused).toThrow(/^\P{C}{1,1400}$/u);
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
