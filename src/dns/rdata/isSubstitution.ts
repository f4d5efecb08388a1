import type { Buffer } from 'node:buffer';

/**
 * Whether octets are a substitution expression (RFC 3402 §3.2), or empty: `!pattern!replacement!`, with any
 * character but a digit, `i` or a backslash for `!`, perhaps with the flag `i` behind it. Otherwise BIND
 * answers FORMERR for the whole message. Of the pattern only its groups are looked at: each `\1` … `\9` of
 * the replacement needs one.
 */
export const isSubstitution = (octets: Buffer): boolean => {
  if (octets.length === 0) return true;
  if (octets.includes(0)) return false;
  const text = octets.toString('latin1');
  const delimiter = text[0] ?? '';
  if (/[\di\\]/.test(delimiter)) return false;
  const [, pattern, replacement, flags, ...more] = splitUnescaped(text, delimiter) ?? [];
  if (pattern === undefined || pattern === '' || replacement === undefined) return false;
  if (flags === undefined || !/^i*$/.test(flags) || more.length > 0) return false;
  const references = [...replacement.matchAll(/\\(?:(\d)|[^])/g)].flatMap(([, digit]) => digit ?? []);
  const groups = groupsOf(pattern);
  return groups !== undefined && references.every((digit) => digit !== '0' && Number(digit) <= groups);
};

/** Undefined where a backslash has nothing behind it. */
const splitUnescaped = (text: string, delimiter: string): readonly string[] | undefined => {
  const parts = [''];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === delimiter) parts.push('');
    else if (character !== '\\') parts.push(`${parts.pop() ?? ''}${character}`);
    else if (++at >= text.length) return undefined;
    else parts.push(`${parts.pop() ?? ''}\\${text[at] ?? ''}`);
  }
  return parts;
};

/** How many groups an extended regular expression (POSIX 1003.2) has; undefined where one does not close. */
const groupsOf = (pattern: string): number | undefined => {
  let [groups, open] = [0, 0];
  for (const [token] of pattern.matchAll(/\\.|\[\^?\]?[^\]]*\]|[^]/gs)) {
    if (token === '(') {
      groups += 1;
      open += 1;
    } else if (token === ')') open -= 1;
    else if (token === '[') return undefined;
    if (open < 0) return undefined;
  }
  return open === 0 ? groups : undefined;
};
