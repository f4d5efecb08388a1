import { expect, test } from 'vitest';
import { encodeUpdate } from '../../../src/dns/encodeUpdate.ts';
import type { Prerequisite, UpdateMessage, UpdateOperation } from '../../../src/dns/updateMessage.ts';
import { emptyUpdateOctets, operationOctets, prerequisiteOctets } from '../../../src/dns/updateMessage.ts';
import { decodeUpdate } from '../../support/decodeUpdate.ts';
import { messageOctets } from './messageOctets.ts';

const zone = 'k8s.example.';
const update = (change: Partial<UpdateMessage>): UpdateMessage => ({
  id: 0x1267,
  zone,
  prerequisites: [],
  operations: [],
  ...change,
});
const add = (name: string, rdata = '10.96.0.1'): UpdateOperation => ({
  kind: 'add',
  name,
  type: 'A',
  ttlSeconds: 5,
  rdata,
});

test('prerequisites and operations have the classes, types and lengths of RFC 2136 §2.4 and §2.5', () => {
  const name = 'a.k8s.example.';
  const octets = encodeUpdate(
    update({
      prerequisites: [
        { kind: 'rrset-equals', name, type: 'A', rdatas: ['1.1.1.1', '2.2.2.2'] },
        { kind: 'rrset-exists', name, type: 'TXT' },
        { kind: 'rrset-absent', name, type: 'CNAME' },
        { kind: 'name-in-use', name: zone },
        { kind: 'name-not-in-use', name: 'b.example.' },
      ],
      operations: [
        { kind: 'delete-rrset', name, type: 'A' },
        { kind: 'delete-record', name, type: 'A', rdata: '1.1.1.1' },
        add('c.a.k8s.example.'),
      ],
    }),
  );

  expect(octets).toEqual(
    messageOctets({
      flags: 0x2800,
      counts: [1, 6, 3, 0],
      hex: `036b3873 076578616d706c65 00 0006 0001
        0161c00c 0001 0001 00000000 0004 01010101
        c01d 0001 0001 00000000 0004 02020202
        c01d 0010 00ff 00000000 0000
        c01d 0005 00fe 00000000 0000
        c00c 00ff 00ff 00000000 0000
        0162c010 00ff 00fe 00000000 0000
        c01d 0001 00ff 00000000 0000
        c01d 0001 00fe 00000000 0004 01010101
        0163c01d 0001 0001 00000005 0004 0a600001`,
    }),
  );
});

test('names in RDATA are never compressed', () => {
  const name = `web.${zone}`;
  const octets = encodeUpdate(
    update({
      operations: [
        { kind: 'add', name: `_x._tcp.${name}`, type: 'SRV', ttlSeconds: 5, rdata: `0 1 80 ${name}` },
      ],
    }),
  );

  expect(octets.toString('hex')).toMatch(/03776562036b3873076578616d706c6500$/);
});

test('owners beyond the reach of a pointer are written with what is within reach', () => {
  const operations = Array.from({ length: 1300 }, (_, index) => add(`host-${index}.ns.svc.${zone}`)).flatMap(
    (one) => [one, one],
  );
  const octets = encodeUpdate(update({ operations }));

  const decoded = decodeUpdate(octets);
  expect(decoded.kind === 'update' && decoded.operations).toEqual(operations);
  expect(octets.length).toBeGreaterThan(3 * 0x3fff);
});

/** A TXT record of so many octets. */
const padding = (octets: number): UpdateOperation => ({
  kind: 'add',
  name: zone,
  type: 'TXT',
  ttlSeconds: 5,
  rdata: `"${'x'.repeat(octets - 13)}"`,
});

/**
 * Octets from an owner that stands at `offset` to the end of the message, in which a second record has it
 * too.
 */
const lengthWithOwnerAt = (offset: number): number => {
  // Header and zone take 29.
  const rest = offset - 29 - 81 * 200;
  const before = [...Array.from({ length: 81 }, () => padding(200)), padding(rest)];
  const owner = `web.${zone}`;
  const octets = encodeUpdate(update({ operations: [...before, add(owner), add(owner)] }));
  expect(octets.indexOf('web', 'latin1')).toBe(offset + 1);
  return octets.length - offset;
};

test('an owner at the first octet that no pointer reaches is written twice, one before it once', () => {
  expect(lengthWithOwnerAt(0x3fff)).toBe(6 + 14 + 2 + 14);
  expect(lengthWithOwnerAt(0x4000)).toBe(6 + 14 + 6 + 14);
});

test('a name with escapes is compressed label by label', () => {
  const operations = [
    add(String.raw`a\.b\\.c\032.${zone}`),
    add(String.raw`x.a\.b\\.c\032.${zone}`),
    add(String.raw`b\\.c\032.${zone}`),
  ];
  const octets = encodeUpdate(update({ operations }));

  const decoded = decodeUpdate(octets);
  expect(decoded.kind === 'update' && decoded.operations).toEqual(operations);
  expect(octets.length).toBeLessThan(12 + 17 + 3 * 14 + 8 + 4 + 6 + 2);
});

test('a message above 65,535 octets is refused, and one just below is not', () => {
  const text = `"${'x'.repeat(255)}"`;
  const operations = (count: number): readonly UpdateOperation[] =>
    Array.from({ length: count }, () => ({
      kind: 'add',
      name: zone,
      type: 'TXT',
      ttlSeconds: 5,
      rdata: text,
    }));

  expect(encodeUpdate(update({ operations: operations(244) })).length).toBe(29 + 244 * 268);
  expect(() => encodeUpdate(update({ operations: operations(245) }))).toThrow(
    'Cannot encode the UPDATE of "k8s.example.": found 65689 octets, needed at most 65535',
  );
});

test.each([
  'Web.k8s.example.',
  'web.k8s.example',
  'a..b.',
  '',
  `${'a'.repeat(64)}.${zone}`,
  'abc.'.repeat(64),
  'ä.',
  'a\\',
  'a\\9.',
])('the owner "%s" is refused', (name) => {
  expect(() => encodeUpdate(update({ operations: [add(name)] }))).toThrow(
    expect.objectContaining({ code: 'badName' }),
  );
});

test('the bounds of the parts bound the message', () => {
  const prerequisites: readonly Prerequisite[] = [
    { kind: 'rrset-equals', name: '_k8s-bind.k8s.example.', type: 'TXT', rdatas: ['"a" "b"', '"c"'] },
    { kind: 'name-not-in-use', name: 'www.other.' },
  ];
  const operations = [add(zone), add('www.other.'), add('.'), add(`\\001.${zone}`)];
  const bound = [
    emptyUpdateOctets(zone),
    ...prerequisites.map((one) => prerequisiteOctets(zone, one)),
    ...operations.map((one) => operationOctets(zone, one)),
  ].reduce((sum, octets) => sum + octets);

  const { length } = encodeUpdate(update({ prerequisites, operations, keepalive: true }));

  expect(length).toBeLessThanOrEqual(bound);
  expect(bound).toBeLessThan(length * 1.2);
});

test.each<[string, readonly [number, number, number, number], string]>([
  ['no zone', [0, 0, 0, 0], ''],
  ['a zone of type A', [1, 0, 0, 0], '0161 00 0001 0001'],
  ['a prerequisite with a TTL', [1, 1, 0, 0], '0161 00 0006 0001 c00c 0001 00ff 00000001 0000'],
  [
    'a prerequisite of class ANY with RDATA',
    [1, 1, 0, 0],
    '0161 00 0006 0001 c00c 0001 00ff 00000000 0004 01010101',
  ],
  ['a prerequisite of class CH', [1, 1, 0, 0], '0161 00 0006 0001 c00c 0001 0003 00000000 0004 01010101'],
  ['a deletion of a whole name', [1, 0, 1, 0], '0161 00 0006 0001 c00c 00ff 00ff 00000000 0000'],
  ['an addition of an HINFO', [1, 0, 1, 0], '0161 00 0006 0001 c00c 000d 0001 00000000 0002 0000'],
  ['a deletion of a record without RDATA', [1, 0, 1, 0], '0161 00 0006 0001 c00c 0001 00fe 00000000 0000'],
  ['a deletion of an RRset with a TTL', [1, 0, 1, 0], '0161 00 0006 0001 c00c 0001 00ff 00000001 0000'],
])('%s is no UPDATE of ours', (_, counts, hex) => {
  expect(decodeUpdate(messageOctets({ flags: 0x2800, counts, hex }))).toMatchObject({ kind: 'malformed' });
});

test('a query and a response are no UPDATE', () => {
  const hex = '0161 00 0006 0001';

  expect(decodeUpdate(messageOctets({ flags: 0x2800, counts: [1, 0, 0, 0], hex })).kind).toBe('update');
  expect(decodeUpdate(messageOctets({ flags: 0, counts: [1, 0, 0, 0], hex })).kind).toBe('malformed');
  expect(decodeUpdate(messageOctets({ flags: 0xa800, counts: [1, 0, 0, 0], hex })).kind).toBe('malformed');
});
