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
  let pending: Buffer[] = [];
  let pendingOctets = 0;
  const hold = (tail: Buffer): void => {
    if (tail.length === 0) return;
    pending.push(tail);
    pendingOctets += tail.length;
  };
  const complete = (head: Buffer): Buffer => {
    if (pending.length === 0) return head;
    const line = Buffer.concat([...pending, head], pendingOctets + head.length);
    pending = [];
    pendingOctets = 0;
    return line;
  };
  return {
    pendingOctets: () => pendingOctets,
    push: (chunk) => {
      let start = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
        const line = complete(chunk.subarray(start, end));
        start = end + 1;
        if (line.length > 0 && !onLine(line)) return;
      }
      hold(chunk.subarray(start));
    },
  };
};
