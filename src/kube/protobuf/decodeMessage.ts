import type { JsonObject } from '../../store/jsonObject.ts';
import type { Field, MessageShape } from './messageShape.ts';
import { nextField, type WireCursor, WireError, wireCursor, wireTypes } from './wireCursor.ts';

/**
 * A message as the JSON object that the API server would send in its place, with the fields of the shape
 * alone.
 *
 * @throws WireError where the octets are no such message
 */
export const decodeMessage = (octets: Buffer, shape: MessageShape): JsonObject =>
  decode(wireCursor(octets), octets.length, shape);

type Members = Record<string, unknown>;

const decode = (cursor: WireCursor, end: number, shape: MessageShape): Members => {
  const members: Members = {};
  while (cursor.at < end) {
    const fieldEnd = enterField(cursor, end);
    const field = shape[cursor.number];
    if (field !== undefined) take(cursor, fieldEnd, field, members);
    cursor.at = fieldEnd;
  }
  return members;
};

/** Returns where the field ends, which is within the message. */
const enterField = (cursor: WireCursor, end: number): number => {
  if (!nextField(cursor, end) || cursor.end > end) throw new WireError('a field that is cut');
  return cursor.end;
};

const take = (cursor: WireCursor, end: number, field: Field, members: Members): void => {
  const isNumber = field.kind === 'integer' || field.kind === 'boolean';
  if (cursor.wireType !== (isNumber ? wireTypes.varint : wireTypes.lengthDelimited))
    throw new WireError(`${field.key} of wire type ${cursor.wireType}`);
  switch (field.kind) {
    case 'text':
      if (end > cursor.at) members[field.key] = textIn(cursor, end);
      return;
    case 'texts':
      listAt(members, field.key).push(textIn(cursor, end));
      return;
    case 'integer':
      if (cursor.low !== 0) members[field.key] = cursor.low | 0;
      return;
    case 'boolean':
      members[field.key] = cursor.low !== 0 || cursor.high !== 0;
      return;
    case 'time':
      members[field.key] = timeIn(cursor, end);
      return;
    case 'map':
      takeEntry(cursor, end, mapAt(members, field.key));
      return;
    case 'message':
      members[field.key] = decode(cursor, end, field.shape);
      return;
    default:
      listAt(members, field.key).push(decode(cursor, end, field.shape));
  }
};

const textIn = ({ octets, at }: WireCursor, end: number): string => octets.toString('utf8', at, end);

const listAt = (members: Members, key: string): unknown[] => {
  const list = (members[key] ?? []) as unknown[];
  members[key] = list;
  return list;
};

/** Without a prototype: `__proto__` is a key like all others. */
const mapAt = (members: Members, key: string): Record<string, string> => {
  const map = (members[key] ?? Object.create(null)) as Record<string, string>;
  members[key] = map;
  return map;
};

/** Field 1 of an entry is its key, field 2 its value. */
const takeEntry = (cursor: WireCursor, end: number, map: Record<string, string>): void => {
  let key = '';
  let value = '';
  while (cursor.at < end) {
    const fieldEnd = enterField(cursor, end);
    if (cursor.wireType === wireTypes.lengthDelimited) {
      if (cursor.number === 1) key = textIn(cursor, fieldEnd);
      if (cursor.number === 2) value = textIn(cursor, fieldEnd);
    }
    cursor.at = fieldEnd;
  }
  map[key] = value;
};

/** Field 1 are the seconds since 1970. The API's JSON has no parts of a second. */
const timeIn = (cursor: WireCursor, end: number): string => {
  let seconds = 0;
  while (cursor.at < end) {
    const fieldEnd = enterField(cursor, end);
    if (cursor.number === 1 && cursor.wireType === wireTypes.varint)
      seconds = (cursor.high | 0) * 2 ** 32 + cursor.low;
    cursor.at = fieldEnd;
  }
  const time = new Date(seconds * 1000);
  if (Number.isNaN(time.getTime())) throw new WireError(`a time of ${seconds} s`);
  return time.toISOString();
};
