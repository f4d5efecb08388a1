import { expect, test } from 'vitest';
import { decodeMessage, rdataText, visitRecords } from '../../../src/dns/decodeMessage.ts';
import { decodeHeader } from '../../../src/dns/header.ts';
import { rcodeName } from '../../../src/dns/rcodeName.ts';
import { messageOctets } from './messageOctets.ts';

/** `k8s.example.` SOA IN, at octet 12. */
const question = '036b3873 076578616d706c65 00 0006 0001';

test('a header is read field by field', () => {
  const octets = messageOctets({ flags: 0xaf85, counts: [1, 2, 3, 4], hex: '' });

  expect(decodeHeader(octets)).toEqual({
    kind: 'header',
    id: 0x1267,
    response: true,
    opcode: 5,
    authoritative: true,
    truncated: true,
    recursionDesired: true,
    recursionAvailable: true,
    rcode: 5,
    counts: { question: 1, answer: 2, authority: 3, additional: 4 },
  });
  expect(decodeHeader(octets.subarray(0, 11))).toMatchObject({ kind: 'malformed' });
});

test('a message is read with its compressed names, in lower case', () => {
  const octets = messageOctets({
    counts: [1, 2, 0, 1],
    hex: `${question}
      03576562 c00c 0001 0001 0000001e 0004 0a600001
      c01d 0005 0001 00000005 0006 03417069 c00c
      00 0029 04d0 00000000 0000`,
  });

  expect(decodeMessage(octets)).toMatchObject({
    kind: 'message',
    questions: [{ name: 'k8s.example.', type: 'SOA', classNumber: 1 }],
    answers: [
      { name: 'web.k8s.example.', type: 'A', ttlSeconds: 30, rdata: '10.96.0.1' },
      { name: 'web.k8s.example.', type: 'CNAME', ttlSeconds: 5, rdata: 'api.k8s.example.' },
    ],
    authority: [],
    additional: [{ name: '.', type: 'OPT', classNumber: 1232 }],
  });
});

test('SOA and DNAME are shown in full, other types that are not ours as RFC 3597 does', () => {
  const octets = messageOctets({
    counts: [1, 4, 0, 0],
    hex: `${question}
      c00c 0006 0001 00000e10 0021 026e73c00c 0568612e6d61c00c 00000007 00000e10 00000258 00015180 00000005
      c00c 0027 0001 00000e10 0005 026e73c00c
      c00c 000d 0001 00000e10 0003 000102
      c00c fffe 0001 00000000 0000`,
  });
  const message = decodeMessage(octets);

  expect(message.kind === 'message' && message.answers.map(({ type, rdata }) => `${type} ${rdata}`)).toEqual([
    String.raw`SOA ns.k8s.example. ha\.ma.k8s.example. 7 3600 600 86400 5`,
    'DNAME ns.k8s.example.',
    String.raw`HINFO \# 3 000102`,
    String.raw`TYPE65534 \# 0`,
  ]);
});

test.each<[string, string]>([
  ['a pointer to itself', 'c01d 0001 0001 0000001e 0004 0a600001'],
  ['a pointer forwards', 'c020 0001 0001 0000001e 0004 0a600001'],
  ['a pointer loop over a label', '0161 c01d 0001 0001 0000001e 0004 0a600001'],
  ['a pointer cut off', 'c0'],
  ['a label kind from the future', '4161 00 0001 0001 0000001e 0004 0a600001'],
  ['a name without an end', '0161'],
  ['a label longer than the message', '3f61'],
  ['no fixed fields', 'c00c 0001 0001 0000'],
  ['RDATA over the end', 'c00c 0001 0001 0000001e 0004 0a6000'],
  ['an A of five octets', 'c00c 0001 0001 0000001e 0005 0a60000101'],
  ['a CNAME longer than its RDLENGTH', 'c00c 0005 0001 0000001e 0001 c00c'],
  ['an NS shorter than its RDLENGTH', 'c00c 0002 0001 0000001e 0003 c00c00'],
  ['an MX without a name', 'c00c 000f 0001 0000001e 0002 000a'],
  ['an SOA without its numbers', 'c00c 0006 0001 0000001e 0004 c00cc00c'],
  ['octets behind the last record', 'c00c 0001 0001 0000001e 0004 0a600001 00'],
  ['an A of class IN without RDATA', 'c00c 0001 0001 0000001e 0000'],
])('%s makes a message malformed', (_, hex) => {
  const octets = messageOctets({ counts: [1, 1, 0, 0], hex: `${question} ${hex}` });

  expect(decodeMessage(octets)).toMatchObject({ kind: 'malformed', reason: expect.stringMatching(/\d/) });
});

test('fewer records than the header counts make a message malformed', () => {
  expect(decodeMessage(messageOctets({ counts: [2, 0, 0, 0], hex: question }))).toMatchObject({
    kind: 'malformed',
  });
  expect(decodeMessage(messageOctets({ counts: [1, 65_535, 0, 0], hex: question }))).toMatchObject({
    kind: 'malformed',
  });
});

test.each([
  [61, 'message'],
  [62, 'malformed'],
])('three labels of 63 octets and one of %i make a %s', (last, kind) => {
  const labels = `3f${'61'.repeat(63)}`.repeat(3) + last.toString(16) + '61'.repeat(last);

  expect(decodeMessage(messageOctets({ counts: [1, 0, 0, 0], hex: `${labels} 00 0001 0001` })).kind).toBe(
    kind,
  );
});

test('a name of more than 255 octets through pointers is malformed', () => {
  const label = `3f${'61'.repeat(63)}`;
  const octets = messageOctets({
    counts: [2, 0, 0, 0],
    hex: `${label.repeat(3)} 00 0001 0001 ${label} c00c 0001 0001`,
  });

  expect(decodeMessage(octets)).toMatchObject({
    kind: 'malformed',
    reason: expect.stringContaining('longer than 255'),
  });
});

test('records of one section are visited in order; equal owners that are pointers are one string', () => {
  const record = '0001 0001 0000001e 0004 0a600001';
  const octets = messageOctets({
    counts: [1, 1, 2, 1],
    hex: `${question} 0161 c00c ${record} 0162 c00c ${record} c02f ${record} 0163 c00c ${record}`,
  });
  const seen = (section: 'answer' | 'authority' | 'additional'): readonly string[] => {
    const lines: string[] = [];
    const problem = visitRecords(octets, section, (visited) =>
      lines.push(`${visited.name} ${rdataText(visited)}`),
    );
    expect(problem).toBeUndefined();
    return lines;
  };

  expect(seen('answer')).toEqual(['a.k8s.example. 10.96.0.1']);
  expect(seen('authority')).toEqual(['b.k8s.example. 10.96.0.1', 'b.k8s.example. 10.96.0.1']);
  expect(seen('additional')).toEqual(['c.k8s.example. 10.96.0.1']);
});

test('RDATA that nobody asks for is not looked at, and asking for a bad one ends the visit with the reason', () => {
  const octets = messageOctets({
    counts: [1, 2, 0, 0],
    hex: `${question} c00c 0001 0001 0000001e 0001 0a c00c 0001 0001 0000001e 0004 0a600001`,
  });
  let visited = 0;

  expect(visitRecords(octets, 'answer', () => visited++)).toBeUndefined();
  expect(visited).toBe(2);
  expect(visitRecords(octets, 'answer', rdataText)).toMatchObject({
    kind: 'malformed',
    reason: expect.stringContaining('RDLENGTH 1'),
  });
});

test('an error of the visitor itself is not taken for a malformed message', () => {
  const octets = messageOctets({
    counts: [1, 1, 0, 0],
    hex: `${question} c00c 0001 0001 0000001e 0004 0a600001`,
  });

  expect(() =>
    visitRecords(octets, 'answer', () => {
      throw new TypeError('mine');
    }),
  ).toThrow('mine');
});

test.each([
  [0, 'NOERROR'],
  [5, 'REFUSED'],
  [6, 'YXDOMAIN'],
  [7, 'YXRRSET'],
  [8, 'NXRRSET'],
  [9, 'NOTAUTH'],
  [10, 'NOTZONE'],
  [11, 'RCODE11'],
  [18, 'BADTIME'],
])('response code %i is %s', (rcode, name) => {
  expect(rcodeName(rcode)).toBe(name);
});
