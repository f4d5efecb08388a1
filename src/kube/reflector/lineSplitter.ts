import { createOctetBuffer } from './octetBuffer.ts';

/** Cuts a stream of octets into lines (0x0a), each handed on as soon as its end is there. */
export type LineSplitter = {
  /** Calls `onLine` for every line that this chunk completes, until `onLine` returns false. */
  readonly push: (chunk: Buffer) => void;
  /** Octets of a line that has no end yet. */
  readonly pendingOctets: () => number;
};

const newline = 0x0a;

/** The line is without its end; it may share memory with the chunk, so it is good only during the call. */
export const createLineSplitter = (onLine: (line: Buffer) => boolean): LineSplitter => {
  const pending = createOctetBuffer();
  return {
    pendingOctets: pending.octets,
    push: (chunk) => {
      let start = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
        const line = pending.take(chunk.subarray(start, end));
        start = end + 1;
        if (line.length > 0 && !onLine(line)) return;
      }
      if (start < chunk.length) pending.append(chunk.subarray(start));
    },
  };
};
