/**
 * Reads the JSON of a list, `{"kind":…,"metadata":…,"items":[…]}`, without ever holding it whole: each item is handed on as soon as it
 * is complete, and what is left when all items are cut out is the envelope.
 */
export type ItemsSplitter = {
  /** Calls `onItem` for each item this chunk completes. False: this is no list. */
  readonly push: (chunk: Buffer) => boolean;
  /** The list without its items; undefined while it is not complete. */
  readonly envelope: () => string | undefined;
};

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const space = 0x20;
const itemsKey = Buffer.from('"items"');

/** The octets of an item may share memory with the chunk: they are good only during the call. */
export const createItemsSplitter = (onItem: (item: Buffer) => void): ItemsSplitter => {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let inItems = false;
  let done = false;
  /** The last string at depth 1, as far as it may still be `"items"`: how many octets of it match, or -1. */
  let keyOctets = -1;
  const envelope: Buffer[] = [];
  let item: Buffer[] = [];

  const scan = (chunk: Buffer): boolean => {
    /** Where the part begins that is not yet handed on: of an item within one, else of the envelope. */
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const octet = chunk[at] as number;
      if (inString) {
        if (depth === 1) keyOctets = keyOctets >= 0 && octet === itemsKey[keyOctets] ? keyOctets + 1 : -1;
        if (escaped) escaped = false;
        else if (octet === backslash) escaped = true;
        else if (octet === quote) inString = false;
        continue;
      }
      if (done && octet > space) return false;
      switch (octet) {
        case quote:
          if (depth === 0 || (inItems && depth === 2)) return false;
          inString = true;
          if (depth === 1) keyOctets = 1;
          break;
        case openBrace:
          if (inItems && depth === 2) start = at;
          depth += 1;
          break;
        case openBracket:
          if (depth === 0 || (inItems && depth === 2)) return false;
          depth += 1;
          if (depth === 2 && keyOctets === itemsKey.length) {
            inItems = true;
            envelope.push(copy(chunk, start, at + 1));
          }
          break;
        case closeBrace:
          depth -= 1;
          if (depth < 0) return false;
          if (inItems && depth === 2) {
            item.push(chunk.subarray(start, at + 1));
            onItem(item.length === 1 ? (item[0] as Buffer) : Buffer.concat(item));
            item = [];
          }
          if (depth === 0) done = true;
          break;
        case closeBracket:
          if (inItems && depth === 2) {
            inItems = false;
            keyOctets = -1;
            start = at;
          }
          depth -= 1;
          break;
        case comma:
          if (depth === 1) keyOctets = -1;
          break;
        default:
          if (depth === 0 && octet > space) return false;
      }
    }
    if (inItems && depth > 2) item.push(copy(chunk, start, chunk.length));
    else if (!inItems) envelope.push(copy(chunk, start, chunk.length));
    return true;
  };
  return { push: scan, envelope: () => (done ? Buffer.concat(envelope).toString() : undefined) };
};

/** A part of a chunk that is kept past the call must not keep the whole chunk alive. */
const copy = (chunk: Buffer, start: number, end: number): Buffer => Buffer.from(chunk.subarray(start, end));
