/** A part of a text, and the line it begins in, counted from 1. */
export type TextPart = { readonly text: string; readonly line: number };

/**
 * Cuts a stream of JSON objects (one behind the other, as `kubectl get -w -o json` and jq print) into its
 * objects. Undefined for anything else: YAML, a single object, one that has no end.
 */
export const splitJsonStream = (text: string): readonly TextPart[] | undefined => {
  const parts: TextPart[] = [];
  let depth = 0;
  let start = 0;
  let line = 1;
  let startLine = 1;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '{' && depth === 0) [start, startLine] = [index, line];
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (depth < 0 || (depth === 0 && !isBetween(token))) return undefined;
    if (token === '}' && depth === 0) parts.push({ text: text.slice(start, index + 1), line: startLine });
    line += token.split('\n').length - 1;
  }
  return depth === 0 && parts.length > 1 ? parts : undefined;
};

/** A string, a bracket, blanks, or a run of anything else. */
const tokens = /"(?:[^"\\]|\\[^])*"|[{}[\]]|\s+|[^\s"{}[\]]+|"/g;

/** What may stand outside of objects: their ends, blanks, and the separator of RFC 7464. */
const isBetween = (token: string): boolean => token === '}' || token === '\u001e' || token.trim() === '';
