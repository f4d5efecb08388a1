import { describe, expect, test } from 'vitest';
import { apiShapes } from '../../../../src/kube/protobuf/apiShapes.ts';
import { protobufListReader } from '../../../../src/kube/reflector/protobufListReader.ts';
import type { JsonObject } from '../../../../src/store/jsonObject.ts';
import { encodeEnvelope, encodeList, numberField, octetsField } from '../../../support/encodeProtobuf.ts';

const shape = apiShapes.services ?? [];
const item = (name: string): JsonObject => ({
  metadata: { name, namespace: 'shop' },
  spec: { type: 'ClusterIP' },
});
const metadata = { resourceVersion: '7', continue: 'more' };
const list = encodeList(metadata, [item('a'), item('b')], shape);

const read = (pieces: readonly Buffer[]) => {
  const items: JsonObject[] = [];
  const reader = protobufListReader(shape, (one) => items.push(one));
  let fault: string | undefined;
  for (const piece of pieces) fault ??= reader.push(piece);
  return { items, fault, metadata: reader.metadata(), pending: reader.pendingOctets() };
};

const whole = { items: [item('a'), item('b')], fault: undefined, metadata, pending: 0 };

test('a list is read, in one piece and octet by octet', () => {
  expect(read([list])).toEqual(whole);
  expect(read([...list].map((octet) => Buffer.from([octet])))).toEqual(whole);
});

test('an item is handed on with its last octet, and no more is kept than what is not whole', () => {
  const at = list.indexOf('shop') + 'shop'.length;
  const end = list.indexOf('ClusterIP') + 'ClusterIP'.length;
  const seen: unknown[] = [];
  const reader = protobufListReader(shape, (one) => seen.push(one));
  reader.push(list.subarray(0, at));
  expect(seen).toEqual([]);
  expect(reader.pendingOctets()).toBeGreaterThan(0);
  reader.push(list.subarray(at, end - 1));
  expect(seen).toEqual([]);
  reader.push(list.subarray(end - 1, end));
  expect([seen, reader.pendingOctets(), reader.metadata()]).toEqual([[item('a')], 0, undefined]);
});

test('a list that is cut has no metadata, wherever that is', () => {
  // What follows the list in its envelope says nothing that is needed.
  const last = list.indexOf('ClusterIP', list.indexOf('ClusterIP') + 1) + 'ClusterIP'.length;
  for (let end = 0; end < last; end += 1) expect(read([list.subarray(0, end)]).metadata).toBeUndefined();
  expect(read([list.subarray(0, last)]).metadata).toEqual(metadata);
});

test('an empty list is one', () => {
  expect(read([encodeList(metadata, [], shape)])).toEqual({ ...whole, items: [] });
});

test('what a later server adds is passed over', () => {
  const later = Buffer.concat([
    numberField(9, 5),
    octetsField(1, octetsField(2, '7')),
    octetsField(8, 'new'),
    octetsField(2, Buffer.concat([octetsField(1, octetsField(1, 'a')), octetsField(30, 'new')])),
  ]);
  expect(read([Buffer.concat([encodeEnvelope('ServiceList', later), octetsField(9, 'new')])])).toMatchObject({
    items: [{ metadata: { name: 'a' } }],
    fault: undefined,
    metadata: { resourceVersion: '7' },
  });
});

/** The mark, and what kind of object follows. */
const beforeList = list.subarray(0, list.indexOf('ServiceList') + 'ServiceList'.length);

describe('no list is', () => {
  const inList = 'an item of the list is no protobuf';
  const noList = 'the answer is no list';
  test.each([
    ['JSON', Buffer.from('{"items":[]}'), noList],
    ['an object of another kind', encodeEnvelope('Status', Buffer.alloc(0)), noList],
    ['what does not say its kind', Buffer.concat([list.subarray(0, 4), octetsField(2, 'x')]), noList],
    ['a list behind a list', Buffer.concat([list, octetsField(2, '')]), noList],
    ['a list that is encoded once more', Buffer.concat([list, octetsField(3, 'gzip')]), noList],
    ['a list that is a number', Buffer.concat([beforeList, numberField(2, 1)]), noList],
    ['an item that is a number', encodeEnvelope('ServiceList', numberField(2, 1)), inList],
    ['an item whose text is cut', encodeEnvelope('ServiceList', octetsField(2, '\x0a\x05a')), inList],
    ['an item beyond the list', encodeEnvelope('ServiceList', Buffer.from('1205616263', 'hex')), inList],
  ])('%s', (_what, octets, fault) => {
    const found = read([octets]);
    expect(found.fault).toBe(fault);
    expect([...octets].map((octet) => Buffer.from([octet]))).toSatisfy(
      (pieces: readonly Buffer[]) => read(pieces).fault === fault,
    );
  });
});
