import type { IncomingMessage } from 'node:http';
import { type JsonObject, objectAt } from '../../store/jsonObject.ts';
import { readJson, readOctets } from '../api/readJson.ts';
import { decodeMessage } from './decodeMessage.ts';
import { envelopeMark, envelopeShape, isMarked, isProtobuf } from './envelopeShape.ts';
import { messageShape, textField } from './messageShape.ts';
import { WireError } from './wireCursor.ts';

/** The Status object of an answer that is none of 200, in either form; empty where it is none. */
export const readStatus = async (body: IncomingMessage): Promise<JsonObject> =>
  isProtobuf(body) ? statusIn(await readOctets(body)) : readJson(body);

const statusIn = (octets: Buffer): JsonObject => {
  if (!isMarked(octets)) return {};
  try {
    return objectAt(decodeMessage(octets.subarray(envelopeMark.length), shape), 'raw');
  } catch (error) {
    if (error instanceof WireError) return {};
    throw error;
  }
};

const detailsShape = messageShape({
  4: { key: 'causes', kind: 'messages', shape: messageShape({ 1: textField('reason') }) },
  5: { key: 'retryAfterSeconds', kind: 'integer' },
});

/** `meta/v1.Status` */
const shape = envelopeShape(
  messageShape({
    3: textField('message'),
    4: textField('reason'),
    5: { key: 'details', kind: 'message', shape: detailsShape },
    6: { key: 'code', kind: 'integer' },
  }),
);
