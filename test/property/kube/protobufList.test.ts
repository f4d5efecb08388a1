import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { apiShapes } from '../../../src/kube/protobuf/apiShapes.ts';
import type { Field, MessageShape } from '../../../src/kube/protobuf/messageShape.ts';
import { protobufListReader } from '../../../src/kube/reflector/protobufListReader.ts';
import type { JsonObject } from '../../../src/store/jsonObject.ts';
import { encodeList } from '../../support/encodeProtobuf.ts';

const filled = fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' });

const fieldOf = (field: Field): fc.Arbitrary<unknown> => {
  switch (field.kind) {
    case 'text':
      return filled;
    case 'texts':
      return fc.array(fc.oneof(filled, fc.constant('')), { minLength: 1, maxLength: 3 });
    case 'integer':
      return fc.integer().filter((value) => value !== 0);
    case 'boolean':
      return fc.boolean();
    case 'time':
      return fc.date({ noInvalidDate: true }).map((date) => {
        date.setUTCMilliseconds(0);
        return date.toISOString();
      });
    case 'map':
      return fc.dictionary(filled, fc.string(), { minKeys: 1, maxKeys: 3 });
    case 'message':
      return messageOf(field.shape);
    default:
      return fc.array(messageOf(field.shape), { minLength: 1, maxLength: 3 });
  }
};

const messageOf = (shape: MessageShape): fc.Arbitrary<JsonObject> =>
  fc.record(
    Object.fromEntries(shape.flatMap((field) => (field === undefined ? [] : [[field.key, fieldOf(field)]]))),
    { requiredKeys: [] },
  );

const metadata = fc.record({ resourceVersion: filled, continue: filled });
const cuts = fc.array(fc.nat(), { maxLength: 20 });

const piecesOf = (octets: Buffer, cutsAt: readonly number[]): readonly Buffer[] => {
  const ends = [...cutsAt.map((cut) => cut % (octets.length + 1)), octets.length].sort((a, b) => a - b);
  return ends.map((end, index) => octets.subarray(ends[index - 1] ?? 0, end));
};

const read = (pieces: readonly Buffer[], shape: MessageShape) => {
  const items: JsonObject[] = [];
  const reader = protobufListReader(shape, (item) => items.push(item));
  let fault: string | undefined;
  for (const piece of pieces) fault ??= reader.push(piece);
  return { items, fault, metadata: fault === undefined ? reader.metadata() : undefined };
};

test.each(['services', 'endpointslices'] as const)(
  '%s are read as they were, wherever they are cut',
  (resource) => {
    const shape = apiShapes[resource] ?? [];
    fc.assert(
      fc.property(metadata, fc.array(messageOf(shape), { maxLength: 4 }), cuts, (meta, items, cutsAt) => {
        const octets = encodeList(meta, items, shape);
        expect(read(piecesOf(octets, cutsAt), shape)).toEqual({ items, fault: undefined, metadata: meta });
      }),
    );
  },
);

test('octets that are changed are read as something or refused, the same wherever they are cut', () => {
  const shape = apiShapes.endpointslices ?? [];
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(
      metadata,
      fc.array(messageOf(shape), { maxLength: 2 }),
      changes,
      cuts,
      (meta, items, changed, cutsAt) => {
        const octets = encodeList(meta, items, shape);
        for (const [at, octet] of changed) octets[at % octets.length] = octet;
        const whole = read([octets], shape);
        const inPieces = read(piecesOf(octets, cutsAt), shape);
        expect([inPieces.fault === undefined, inPieces.metadata]).toEqual([
          whole.fault === undefined,
          whole.metadata,
        ]);
        if (whole.fault === undefined) expect(inPieces.items).toEqual(whole.items);
      },
    ),
    { numRuns: 500 },
  );
});
