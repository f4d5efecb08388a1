import { createOctetBuffer } from './octetBuffer.ts';

/**
 * Reads the JSON of a list, `{"kind":…,"metadata":…,"items":[…]}`, without ever holding it whole: each item
 * is handed on as soon as it is complete, and what is left when all items are cut out is the envelope.
 */
export type ItemsSplitter = {
  /** Calls `onItem` for each item this chunk completes. False: this is no list. */
  readonly push: (chunk: Buffer) => boolean;
  /** The list without its items; undefined while it is not complete. */
  readonly envelope: () => string | undefined;
  /** Octets that are kept: of the item that is not yet complete, and of the envelope. */
  readonly pendingOctets: () => number;
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
  const state: Scan = {
    depth: 0,
    inString: false,
    escaped: false,
    inItems: false,
    done: false,
    keyOctets: -1,
  };
  const envelope = createOctetBuffer();
  const item = createOctetBuffer();

  const push = (chunk: Buffer): boolean => {
    /** Where the part begins that is not yet handed on: of an item while in one, else of the envelope. */
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (state.inItems && state.depth > 2) {
        at = scanItem(state, chunk, at);
        if (state.depth === 2) onItem(item.take(chunk.subarray(start, at + 1)));
        continue;
      }
      if (state.inString) {
        at = scanString(state, chunk, at);
        continue;
      }
      switch (scanOctet(state, chunk[at] as number)) {
        case 'items begin':
          envelope.append(chunk.subarray(start, at + 1));
          break;
        case 'item begins':
        case 'items end':
          start = at;
          break;
        case 'no list':
          return false;
        case undefined:
      }
    }
    if (!state.inItems) envelope.append(chunk.subarray(start));
    else if (state.depth > 2) item.append(chunk.subarray(start));
    return true;
  };
  return {
    push,
    envelope: () => (state.done ? envelope.take(Buffer.alloc(0)).toString() : undefined),
    pendingOctets: () => item.octets() + envelope.octets(),
  };
};

type Scan = {
  /** Open braces and brackets: items stand at depth 2. */
  depth: number;
  inString: boolean;
  escaped: boolean;
  inItems: boolean;
  /** The outermost brace is closed. */
  done: boolean;
  /** How many octets of the last string at depth 1 agree with `"items"`; -1 when it is another. */
  keyOctets: number;
};

type Mark = 'items begin' | 'item begins' | 'items end' | 'no list' | undefined;

/**
 * Goes to the end of an item or of the chunk, and returns the last place it looked at. Nearly all octets of a
 * list pass here. A wrong bracket ends an item too, which is then no JSON.
 */
const scanItem = (state: Scan, chunk: Buffer, from: number): number => {
  let { depth, inString, escaped } = state;
  let at = from;
  for (; at < chunk.length; at += 1) {
    const octet = chunk[at] as number;
    if (escaped) escaped = false;
    else if (octet === quote) inString = !inString;
    else if (octet === backslash) escaped = inString;
    else if (inString) continue;
    else if (octet === openBrace || octet === openBracket) depth += 1;
    else if (octet === closeBrace || octet === closeBracket) {
      depth -= 1;
      if (depth === 2) break;
    }
  }
  state.depth = depth;
  state.inString = inString;
  state.escaped = escaped;
  return at;
};

/** Goes to the end of a string outside of items, or of the chunk, and returns the last place it looked at. */
const scanString = (state: Scan, chunk: Buffer, from: number): number => {
  const isKey = state.depth === 1;
  let at = from;
  for (; at < chunk.length; at += 1) {
    const octet = chunk[at] as number;
    if (isKey)
      state.keyOctets =
        state.keyOctets >= 0 && octet === itemsKey[state.keyOctets] ? state.keyOctets + 1 : -1;
    if (state.escaped) state.escaped = false;
    else if (octet === backslash) state.escaped = true;
    else if (octet === quote) {
      state.inString = false;
      break;
    }
  }
  return at;
};

const scanOctet = (state: Scan, octet: number): Mark => {
  const betweenItems = state.inItems && state.depth === 2;
  switch (octet) {
    case quote:
      if (state.depth === 0 || betweenItems) return 'no list';
      state.inString = true;
      if (state.depth === 1) state.keyOctets = 1;
      return undefined;
    case openBrace:
      if (state.done) return 'no list';
      state.depth += 1;
      return betweenItems ? 'item begins' : undefined;
    case openBracket:
      if (state.depth === 0 || betweenItems) return 'no list';
      state.depth += 1;
      if (state.depth !== 2 || state.keyOctets !== itemsKey.length) return undefined;
      state.inItems = true;
      return 'items begin';
    case closeBrace:
      state.depth -= 1;
      if (state.depth < 0 || betweenItems) return 'no list';
      state.done = state.depth === 0;
      return undefined;
    case closeBracket:
      state.depth -= 1;
      if (!betweenItems) return undefined;
      state.inItems = false;
      state.keyOctets = -1;
      return 'items end';
    case comma:
      if (state.depth === 1) state.keyOctets = -1;
      return undefined;
    default:
      return (state.depth === 0 || betweenItems) && octet > space ? 'no list' : undefined;
  }
};
