import { Buffer } from 'node:buffer';
import dnsPacket from 'dns-packet';
import { expect, test } from 'vitest';

/*
 * What dns-packet 5.6.1 does wrong or leaves out, and why the code around its A and TXT codecs is ours. A test
 * that fails here after an upgrade is good news: something of ours may go.
 */

const encode = (packet: object): Buffer => dnsPacket.encode(packet);
const query = {
  type: 'query',
  id: 1,
  questions: [{ type: 'SOA', name: 'k8s.example' }],
} satisfies dnsPacket.Packet;
const answer = (record: object): Buffer => encode({ type: 'response', id: 1, answers: [record] });
const firstAnswer = (octets: Buffer): unknown => dnsPacket.decode(octets).answers?.[0];

const opcodeOf = (packet: object): number => (encode(packet).readUInt8(2) >> 3) & 0x0f;

test('the opcode is ignored, only flags count', () => {
  expect(opcodeOf({ ...query, opcode: 'UPDATE' })).toBe(0);
  expect(opcodeOf({ ...query, flags: 5 << 11 })).toBe(5);
});

test('class NONE silently becomes 0', () => {
  const octets = encode({ ...query, questions: [{ type: 'A', class: 'NONE', name: 'a' }] });

  expect(octets.readUInt16BE(octets.length - 2)).toBe(0);
});

/** Of an answer to a name of one letter. */
const rdlength = (octets: Buffer): number => octets.readUInt16BE(12 + 3 + 8);

test('empty RDATA throws or is written wrongly, but for types by number', () => {
  const deletion = (type: string): Buffer => answer({ type, class: 'ANY', ttl: 0, name: 'a' });

  expect(() => deletion('A')).toThrow();
  expect(() => deletion('CNAME')).toThrow();
  expect(rdlength(answer({ type: 'TXT', class: 'ANY', ttl: 0, name: 'a', data: '' }))).toBe(1);
  expect(
    rdlength(answer({ type: 'UNKNOWN_1', class: 'ANY', ttl: 0, name: 'a', data: Buffer.alloc(0) })),
  ).toBe(0);
});

test.each(['TYPE65534', 'SVCB', 'HTTPS'])('the type %s becomes type 0', (type) => {
  const octets = encode({ ...query, questions: [{ type, name: 'a' }] });

  expect(octets.readUInt16BE(octets.length - 4)).toBe(0);
});

test('a label above 63 octets and a name above 255 are written as garbage', () => {
  const long = encode({ ...query, questions: [{ type: 'A', name: 'a'.repeat(64) }] });
  const longName = encode({ ...query, questions: [{ type: 'A', name: 'abc.'.repeat(70) }] });

  expect(long.readUInt8(12)).toBe(64);
  expect(longName.length).toBeGreaterThan(12 + 255 + 4);
});

test('an empty label ends the name in its middle', () => {
  const octets = encode({ ...query, questions: [{ type: 'A', name: 'a..b' }] });

  expect(octets.subarray(12, 18)).toEqual(Buffer.from([1, 0x61, 0, 1, 0x62, 0]));
});

test('a TXT string above 255 octets gets a length that is not its own', () => {
  const octets = answer({ type: 'TXT', name: 'a', data: 'x'.repeat(300) });

  expect(octets.readUInt8(12 + 3 + 10)).toBe(300 - 256);
});

test('names know no escapes and lose octets that are no UTF-8', () => {
  const escaped = encode({ ...query, questions: [{ type: 'A', name: String.raw`a\.b` }] });
  const raw = Buffer.concat([encode(query).subarray(0, 12), Buffer.from([1, 0xe4, 0, 0, 1, 0, 1])]);

  expect(escaped.subarray(12, 17)).toEqual(Buffer.from([2, 0x61, 0x5c, 1, 0x62]));
  expect(dnsPacket.decode(raw).questions?.[0]?.name).toBe('\ufffd');
});

test('names in MX know no escapes either, and values of CAA are UTF-8 or lost', () => {
  const mx = answer({ type: 'MX', name: 'a', data: { preference: 1, exchange: String.raw`a\.b` } });
  const caa = answer({ type: 'CAA', name: 'a', data: { flags: 0, tag: 'issue', value: 'x' } });
  caa[caa.length - 1] = 0xe4;

  expect(mx.subarray(-5)).toEqual(Buffer.from([0x61, 0x5c, 1, 0x62, 0]));
  expect(firstAnswer(caa)).toMatchObject({ data: { value: '\ufffd' } });
});

test('an SSHFP of a digest it does not know cannot be written, and is read without it', () => {
  const data = { algorithm: 4, hash: 3, fingerprint: '00' };
  const octets = answer({
    type: 'SSHFP',
    name: 'a',
    data: { ...data, hash: 1, fingerprint: '00'.repeat(20) },
  });
  octets[octets.length - 21] = 3;

  expect(() => answer({ type: 'SSHFP', name: 'a', data })).toThrow('Invalid fingerprint length');
  expect(firstAnswer(octets)).toMatchObject({ data: { fingerprint: '' } });
});

test('RDLENGTH is ignored when reading, so a truncated A is half a text', () => {
  const octets = answer({ type: 'A', name: 'a', data: '1.2.3.4' });
  octets.writeUInt16BE(2, 12 + 3 + 8);

  expect(firstAnswer(octets.subarray(0, -2))).toMatchObject({ data: '1.2.undefined.undefined' });
});

test('names are never compressed', () => {
  const name = 'web.k8s.example';
  const octets = encode({
    type: 'response',
    id: 1,
    answers: [0, 1].map(() => ({ type: 'A', name, data: '1.2.3.4' })),
  });

  expect(octets.length).toBe(12 + 2 * (17 + 10 + 4));
});

test('TSIG is not known', () => {
  const octets = encode({ ...query, questions: [{ type: 'TSIG', name: 'a' }] });

  expect(octets.readUInt16BE(octets.length - 4)).toBe(250);
  const record = answer({ type: 'TSIG', class: 'ANY', name: 'a', data: Buffer.from([1, 2]) });
  expect(firstAnswer(record)).toMatchObject({ data: Buffer.from([1, 2]) });
});

test('streamDecode does not put messages together that come in pieces', () => {
  const framed = dnsPacket.streamEncode(query);

  expect(dnsPacket.streamDecode(framed.subarray(0, 10))).toBeNull();
  expect(() => dnsPacket.streamDecode(Buffer.concat([framed, framed]))).not.toThrow();
  expect(dnsPacket.streamDecode(Buffer.concat([framed, framed])).questions).toHaveLength(1);
});

test('IPv6 text is not RFC 5952 for a mapped address, which other software writes with dots', () => {
  const mapped = { type: 'AAAA', name: 'a', data: '::ffff:10.0.0.1' };

  expect(firstAnswer(answer(mapped))).toMatchObject({ data: '::ffff:a00:1' });
});
