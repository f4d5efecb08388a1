import { type JsonObject, textAt } from '../../store/jsonObject.ts';
import { decodeMessage } from '../protobuf/decodeMessage.ts';
import { envelopeMark, isMarked, typeMetaShape } from '../protobuf/envelopeShape.ts';
import { type MessageShape, messageShape, textField } from '../protobuf/messageShape.ts';
import { nextField, type WireCursor, WireError, wireCursor, wireTypes } from '../protobuf/wireCursor.ts';
import type { ListReader } from './listReader.ts';
import { createOctetBuffer } from './octetBuffer.ts';

/**
 * Reads a list as protobuf: behind the mark a `runtime.Unknown`, whose field 1 says what it is and whose
 * field 2 is the list, with its metadata in field 1 and an item in each field 2.
 *
 * @param shape of an item
 * @param onItem is handed each item as it would stand in JSON
 */
export const protobufListReader = (shape: MessageShape, onItem: (item: JsonObject) => void): ListReader => {
  const pending = createOctetBuffer();
  const reading: Reading = { shape, onItem, kind: '', listLeft: undefined, metadata: {} };
  let isBegun = false;
  /** With less than that the next field is not whole. */
  let needed = envelopeMark.length;

  const read = (chunk: Buffer): void => {
    const octets = pending.take(chunk);
    if (!isBegun && !isMarked(octets)) throw new WireError('other octets than the mark');
    const cursor = wireCursor(octets, isBegun ? 0 : envelopeMark.length);
    isBegun = true;
    let begin: number;
    do {
      begin = cursor.at;
      needed = readField(reading, cursor);
    } while (needed === 0);
    pending.append(octets.subarray(begin));
  };
  return {
    push: (chunk) => {
      try {
        if (pending.octets() + chunk.length < needed) pending.append(chunk);
        else read(chunk);
        return undefined;
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        return (reading.listLeft ?? 0) > 0 ? 'an item of the list is no protobuf' : 'the answer is no list';
      }
    },
    metadata: () => (reading.listLeft === 0 && pending.octets() === 0 ? reading.metadata : undefined),
    pendingOctets: pending.octets,
  };
};

type Reading = {
  readonly shape: MessageShape;
  readonly onItem: (item: JsonObject) => void;
  /** Of the object in the envelope. */
  kind: string;
  /** Octets of the list that are not read; undefined before it begins. */
  listLeft: number | undefined;
  metadata: JsonObject;
};

/** Returns 0, or how many octets from its first one on the field needs where it is not whole. */
const readField = (reading: Reading, cursor: WireCursor): number => {
  const begin = cursor.at;
  const { length } = cursor.octets;
  if (!nextField(cursor, length)) return length - begin + 1;
  const { listLeft = 0 } = reading;
  if (listLeft === 0 && cursor.number === 2) {
    enterList(reading, cursor);
    return 0;
  }
  const octets = cursor.end - begin;
  if (listLeft > 0 && octets > listLeft) throw new WireError('a field beyond the end of the list');
  if (cursor.end > length) return octets;
  if (listLeft === 0) takeOfEnvelope(reading, cursor);
  else {
    takeOfList(reading, cursor);
    reading.listLeft = listLeft - octets;
  }
  cursor.at = cursor.end;
  return 0;
};

const enterList = (reading: Reading, { wireType, at, end }: WireCursor): void => {
  const isFirst = reading.listLeft === undefined;
  if (!isFirst || wireType !== wireTypes.lengthDelimited || !reading.kind.endsWith('List'))
    throw new WireError('no list');
  reading.listLeft = end - at;
};

const takeOfEnvelope = (reading: Reading, cursor: WireCursor): void => {
  if (cursor.number === 1) reading.kind = textAt(messageAt(cursor, typeMetaShape), 'kind');
  // Encoded once more, which nobody asked for.
  if (cursor.number === 3 && cursor.end > cursor.at) throw new WireError('an encoding');
};

const takeOfList = (reading: Reading, cursor: WireCursor): void => {
  if (cursor.number === 1) reading.metadata = messageAt(cursor, listMetaShape);
  if (cursor.number === 2) reading.onItem(messageAt(cursor, reading.shape));
};

const messageAt = ({ octets, wireType, at, end }: WireCursor, shape: MessageShape): JsonObject => {
  if (wireType !== wireTypes.lengthDelimited) throw new WireError(`a message of wire type ${wireType}`);
  return decodeMessage(octets.subarray(at, end), shape);
};

/** `meta/v1.ListMeta` */
const listMetaShape = messageShape({
  2: textField('resourceVersion'),
  3: textField('continue'),
});
