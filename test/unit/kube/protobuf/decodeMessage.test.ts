import { describe, expect, test } from 'vitest';
import { decodeMessage } from '../../../../src/kube/protobuf/decodeMessage.ts';
import { messageShape } from '../../../../src/kube/protobuf/messageShape.ts';
import { WireError } from '../../../../src/kube/protobuf/wireCursor.ts';

const inner = messageShape({ 1: { key: 'a', kind: 'text' } });
const shape = messageShape({
  1: { key: 'text', kind: 'text' },
  2: { key: 'texts', kind: 'texts' },
  3: { key: 'integer', kind: 'integer' },
  4: { key: 'boolean', kind: 'boolean' },
  5: { key: 'time', kind: 'time' },
  6: { key: 'map', kind: 'map' },
  7: { key: 'message', kind: 'message', shape: inner },
  16: { key: 'messages', kind: 'messages', shape: inner },
});

const decode = (hex: string) => decodeMessage(Buffer.from(hex.replaceAll(' ', ''), 'hex'), shape);

test.each([
  ['no field', '', {}],
  ['a text', '0a 02 c3a4', { text: 'ä' }],
  ['an empty text is absent', '0a 00', {}],
  ['octets that are no UTF-8', '0a 01 ff', { text: '\uFFFD' }],
  ['texts, of which one is empty', '12 01 61 12 00 12 01 62', { texts: ['a', '', 'b'] }],
  ['a number', '18 ac02', { integer: 300 }],
  ['0 is absent', '18 00', {}],
  ['the largest', '18 ffffffff07', { integer: 0x7fffffff }],
  ['one below 0, in ten octets', '18 ffffffffffffffffff01', { integer: -1 }],
  ['true', '20 01', { boolean: true }],
  ['false is there', '20 00', { boolean: false }],
  ['true by an upper bit', '20 8080808010', { boolean: true }],
  ['a time', '2a 06 08 95fb d8ca 06', { time: '2026-01-01T09:25:41.000Z' }],
  ['a time with parts of a second', '2a 04 08 01 10 05', { time: '1970-01-01T00:00:01.000Z' }],
  ['a time before 1970', '2a 0b 08 ffffffffffffffffff01', { time: '1969-12-31T23:59:59.000Z' }],
  ['a time of nothing', '2a 00', { time: '1970-01-01T00:00:00.000Z' }],
  ['a map', '32 06 0a 01 6b 12 01 76 32 03 0a 01 6c', { map: { k: 'v', l: '' } }],
  ['a message', '3a 03 0a 01 78', { message: { a: 'x' } }],
  ['messages', '82 01 03 0a 01 78 82 01 00', { messages: [{ a: 'x' }, {}] }],
  ['what is said twice counts as it was said last', '0a 01 61 0a 01 62', { text: 'b' }],
])('%s', (_what, hex, json) => {
  expect(decode(hex)).toEqual(json);
});

test('fields of other numbers are passed over, of whatever type they are', () => {
  expect(decode('48 01 49 0102030405060708 4a 02 ffff 4d 01020304 0a 01 61 f8ffffff0f 01')).toEqual({
    text: 'a',
  });
});

test('a map may have a key that is a name of the language', () => {
  const { map } = decode('32 0e 0a 09 5f5f70726f746f5f5f 12 01 76') as { map: object };
  expect(Object.entries(map)).toEqual([['__proto__', 'v']]);
});

describe('no message is', () => {
  test.each([
    ['a tag that is cut', '80'],
    ['a number that is cut', '18 80'],
    ['a length that is cut', '0a 80'],
    ['a text beyond the end', '0a 02 61'],
    ['a message beyond the one around it', '3a 02 0a 05 6161616161'],
    ['an entry beyond its map', '32 02 0a 05 6161616161'],
    ['a number of eight octets that is cut', '49 01020304'],
    ['a number of four octets that is cut', '4d 010203'],
    ['a number of eleven octets', '18 8080808080808080808000'],
    ['field 0', '02 00'],
    ['a field beyond all numbers', '8080808010 00'],
    ['a group', '0b 0c'],
    ['wire type 7', '0f'],
    ['a text of more than 4 GiB', '0a ffffffff1f'],
    ['a text as a number', '08 01'],
    ['a number as a text', '1a 01 61'],
    ['a time that no date has', '2a 0a 08 ffffffffffffffff7f'],
  ])('%s', (_what, hex) => {
    expect(() => decode(hex)).toThrow(WireError);
  });
});
