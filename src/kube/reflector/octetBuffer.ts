/**
 * Octets that are collected until they are whole, in one buffer that grows: a server that sends them one by
 * one makes us keep no more than their number.
 */
export type OctetBuffer = {
  readonly append: (piece: Uint8Array) => void;
  /**
   * All of them with the last piece, which is handed back as it is when there was nothing before. Empties the
   * buffer.
   */
  readonly take: (last: Buffer) => Buffer;
  readonly octets: () => number;
};

const leastOctets = 4096;

export const createOctetBuffer = (): OctetBuffer => {
  let buffer = Buffer.alloc(0);
  let length = 0;
  const append = (piece: Uint8Array): void => {
    const needed = length + piece.length;
    if (needed > buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(leastOctets, needed, 2 * buffer.length));
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    buffer.set(piece, length);
    length = needed;
  };
  return {
    append,
    octets: () => length,
    take: (last) => {
      if (length === 0) return last;
      append(last);
      const whole = buffer.subarray(0, length);
      buffer = Buffer.alloc(0);
      length = 0;
      return whole;
    },
  };
};
