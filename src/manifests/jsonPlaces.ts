import { endOfString } from './endOfString.ts';
import type { ItemPath } from './manifestItems.ts';

/** What is known of the places of a JSON text. Lines count from 1. */
export type JsonPlaces = {
  /** Where an object says a key once more, or values are nested too deep; undefined where neither is so. */
  readonly fault: { readonly found: string; readonly line: number } | undefined;
  /** The line in which an item of a list begins, of a list within a list too; of anything else the first. */
  readonly lineAt: (path: ItemPath) => number;
};

/** Kubernetes' own decoder stops at ten thousand, and no object of ours has more than twenty. */
const maxDepth = 1000;

/** An object or array that is open. */
type Level = {
  /** The keys that an object has said so far; an array has none. */
  readonly keys: Set<string> | undefined;
  /** Where it stands, for the document and what are items below it. */
  readonly path: string | undefined;
  /** Whether the next string of an object is a key. */
  isKeyNext: boolean;
  key: string;
  index: number;
};

/**
 * Looks through a text that JSON.parse has taken, for what JSON.parse does not tell: keys that are repeated
 * (RFC 8259 §4 calls what then holds unpredictable), and lines.
 *
 * @param text an object, with blanks around it
 */
export const jsonPlaces = (text: string): JsonPlaces => {
  const lines = new Map<string, number>();
  const open: Level[] = [];
  let line = 1;
  let fault: JsonPlaces['fault'];
  let firstLine: number | undefined;
  for (let at = 0; at < text.length && fault === undefined; at += 1) {
    const character = text.charAt(at);
    if (character === '\n') line += 1;
    if (isBlank(character)) continue;
    firstLine ??= line;
    const level = open.at(-1);
    if (level?.path !== undefined && level.keys === undefined && character !== ']') {
      const place = `${level.path}.${level.index}`;
      if (!lines.has(place)) lines.set(place, line);
    }
    switch (character) {
      case '{':
      case '[':
        open.push(levelIn(level, character));
        if (open.length > maxDepth) fault = { found: 'lists or maps nested too deep', line: firstLine };
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        if (level !== undefined) {
          level.isKeyNext = level.keys !== undefined;
          level.index += 1;
        }
        break;
      case '"': {
        const end = endOfString(text, at) ?? text.length;
        if (level?.isKeyNext === true && !takeKey(level, text.slice(at, end + 1)))
          fault = { found: 'Map keys must be unique', line };
        at = end;
        break;
      }
      default:
    }
  }
  return { fault, lineAt: (path) => lines.get(path.join('.')) ?? firstLine ?? 1 };
};

const isBlank = (character: string): boolean =>
  character === ' ' || character === '\n' || character === '\t' || character === '\r';

const levelIn = (outer: Level | undefined, bracket: '{' | '['): Level => {
  const isObject = bracket === '{';
  return {
    keys: isObject ? new Set() : undefined,
    path: pathIn(outer, isObject),
    isKeyNext: isObject,
    key: '',
    index: 0,
  };
};

/** Only the document, its `items`, and those of its items have one. */
const pathIn = (outer: Level | undefined, isObject: boolean): string | undefined => {
  if (outer === undefined) return '';
  if (outer.path === undefined) return undefined;
  if (outer.keys === undefined) return isObject ? `${outer.path}.${outer.index}` : undefined;
  if (isObject || outer.key !== 'items') return undefined;
  return outer.path === '' ? 'items' : `${outer.path}.items`;
};

/** False where the object has said this key already. */
const takeKey = (level: Level, quoted: string): boolean => {
  const key = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
  level.isKeyNext = false;
  level.key = key;
  if (level.keys?.has(key) === true) return false;
  level.keys?.add(key);
  return true;
};
