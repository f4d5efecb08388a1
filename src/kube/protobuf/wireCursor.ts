/**
 * A place in a protobuf message, and the field that was read last (Protocol Buffers, Encoding). Made once for
 * a message and all within it: a list has millions of fields.
 */
export type WireCursor = {
  readonly octets: Buffer;
  /** The next octet: after {@link nextField} the first one of its value, or of a number the one behind it. */
  at: number;
  /** Field number. */
  number: number;
  wireType: number;
  /** The octet behind the field; it may be further than what there is of the message. */
  end: number;
  /** A number in two halves of 32 bits: the lower … */
  low: number;
  /** … and the upper one. */
  high: number;
};

export const wireTypes = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

/** Octets that are no protobuf. */
export class WireError extends Error {}

export const wireCursor = (octets: Buffer, at = 0): WireCursor => ({
  octets,
  at,
  number: 0,
  wireType: 0,
  end: 0,
  low: 0,
  high: 0,
});

/**
 * Reads the tag of the next field, and its length or number. False: the octets up to `limit` end before that.
 *
 * @throws WireError where no field begins
 */
export const nextField = (cursor: WireCursor, limit: number): boolean => {
  if (!readVarint(cursor, limit)) return false;
  cursor.number = cursor.low >>> 3;
  cursor.wireType = cursor.low & 7;
  if (cursor.high !== 0 || cursor.number === 0) throw new WireError('a field without a number');
  switch (cursor.wireType) {
    case wireTypes.varint:
      if (!readVarint(cursor, limit)) return false;
      cursor.end = cursor.at;
      return true;
    case wireTypes.lengthDelimited:
      if (!readVarint(cursor, limit)) return false;
      if (cursor.high !== 0) throw new WireError('a field of more than 4 GiB');
      cursor.end = cursor.at + cursor.low;
      return true;
    case wireTypes.fixed64:
      cursor.end = cursor.at + 8;
      return true;
    case wireTypes.fixed32:
      cursor.end = cursor.at + 4;
      return true;
    default:
      throw new WireError(`wire type ${cursor.wireType}`);
  }
};

/** False: the octets up to `limit` end within the number. */
const readVarint = (cursor: WireCursor, limit: number): boolean => {
  const { octets } = cursor;
  let low = 0;
  let high = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    if (cursor.at >= limit) return false;
    const octet = octets[cursor.at] as number;
    cursor.at += 1;
    const bits = octet & 0x7f;
    if (shift < 28) low |= bits << shift;
    else if (shift > 28) high |= bits << (shift - 32);
    else {
      low |= bits << 28;
      high = bits >> 4;
    }
    if (octet < 0x80) {
      cursor.low = low >>> 0;
      cursor.high = high >>> 0;
      return true;
    }
  }
  throw new WireError('a number of more than ten octets');
};
