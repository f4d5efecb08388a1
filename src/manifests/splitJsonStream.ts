import { endOfString } from './endOfString.ts';

/** A part of a text, and the line it begins in, counted from 1. */
export type TextPart = { readonly text: string; readonly line: number };

/**
 * Cuts a stream of JSON objects (one behind the other, as `kubectl get -w -o json` and jq print) into its
 * objects. Undefined for anything else: YAML, a single object, one that has no end. What does not begin with
 * an object is not looked at any further.
 */
export const splitJsonStream = (text: string): readonly TextPart[] | undefined => {
  const objects: Stretch[] = [];
  let start = skipBlanks(text, 0);
  while (start < text.length) {
    const end = endOfObject(text, start);
    if (end === undefined) return undefined;
    objects.push({ start, end });
    start = skipBlanks(text, end);
  }
  return objects.length > 1 ? partsAt(text, objects) : undefined;
};

/** From a first character to the one behind the last. */
type Stretch = { readonly start: number; readonly end: number };

/** Where the next character is that is no blank. */
const skipBlanks = (text: string, from: number): number => {
  let at = from;
  while (isBlank(text[at])) at += 1;
  return at;
};

/** What may stand between objects: blanks, and the separator of RFC 7464. */
const isBlank = (character: string | undefined): boolean =>
  character === '\u001e' || character?.trim() === '';

/** The place behind the end of the object; undefined where none begins, and where it has no end. */
const endOfObject = (text: string, start: number): number | undefined => {
  if (text[start] !== '{') return undefined;
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) ?? text.length;
    else if (character === '{' || character === '[') depth += 1;
    else if ((character === '}' || character === ']') && --depth === 0)
      return character === '}' ? at + 1 : undefined;
  }
  return undefined;
};

const partsAt = (text: string, stretches: readonly Stretch[]): readonly TextPart[] => {
  let line = 1;
  let counted = 0;
  return stretches.map(({ start, end }) => {
    line += text.slice(counted, start).split('\n').length - 1;
    counted = start;
    return { text: text.slice(start, end), line };
  });
};
