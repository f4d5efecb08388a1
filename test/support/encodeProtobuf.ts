import { protobufType } from '../../src/kube/protobuf/envelopeShape.ts';
import { type MessageShape, messageShape } from '../../src/kube/protobuf/messageShape.ts';
import type { JsonObject } from '../../src/store/jsonObject.ts';

/** A number of up to 64 bits. */
export const varint = (value: number | bigint): Buffer => {
  const octets: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  do {
    octets.push(Number(left & 0x7fn) | (left > 0x7fn ? 0x80 : 0));
    left >>= 7n;
  } while (left > 0n);
  return Buffer.from(octets);
};

export const numberField = (number: number, value: number | bigint): Buffer =>
  Buffer.concat([varint(number * 8), varint(value)]);

export const octetsField = (number: number, value: Buffer | string): Buffer => {
  const octets = Buffer.from(value);
  return Buffer.concat([varint(number * 8 + 2), varint(octets.length), octets]);
};

/** JSON as protobuf, as far as the shape has it. */
export const encodeMessage = (json: JsonObject, shape: MessageShape): Buffer =>
  Buffer.concat(
    shape.flatMap((field, number) => {
      const value = field === undefined ? undefined : json[field.key];
      if (field === undefined || value === undefined) return [];
      switch (field.kind) {
        case 'text':
          return [octetsField(number, value as string)];
        case 'texts':
          return (value as readonly string[]).map((one) => octetsField(number, one));
        case 'integer':
        case 'boolean':
          return [numberField(number, Number(value))];
        case 'time':
          return [octetsField(number, numberField(1, Date.parse(value as string) / 1000))];
        case 'map':
          return Object.entries(value as Record<string, string>).map(([key, one]) =>
            octetsField(number, Buffer.concat([octetsField(1, key), octetsField(2, one)])),
          );
        case 'message':
          return [octetsField(number, encodeMessage(value as JsonObject, field.shape))];
        default:
          return (value as readonly JsonObject[]).map((one) =>
            octetsField(number, encodeMessage(one, field.shape)),
          );
      }
    }),
  );

/** What the API server sends: the mark, and an object of a kind. */
export const encodeEnvelope = (kind: string, object: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from('k8s\0'),
    octetsField(1, Buffer.concat([octetsField(1, 'v1'), octetsField(2, kind)])),
    octetsField(2, object),
    octetsField(3, ''),
    octetsField(4, protobufType),
  ]);

const listMetaShape = messageShape({
  1: { key: 'selfLink', kind: 'text' },
  2: { key: 'resourceVersion', kind: 'text' },
  3: { key: 'continue', kind: 'text' },
  4: { key: 'remainingItemCount', kind: 'integer' },
});

export const encodeList = (metadata: JsonObject, items: readonly JsonObject[], shape: MessageShape): Buffer =>
  encodeEnvelope(
    'ServiceList',
    Buffer.concat([
      octetsField(1, encodeMessage(metadata, listMetaShape)),
      ...items.map((item) => octetsField(2, encodeMessage(item, shape))),
    ]),
  );
