import { Buffer } from 'node:buffer';
import { readEscape } from './parseLabels.ts';

/** Octets in quotes: those outside printable ASCII as `\DDD` (RFC 1035 §5.1). */
export const quotedOctets = (octets: Buffer): string => `"${octetText(octets)}"`;

/** The octets that a text stands for, or the escape in it that is broken. */
export type TextOctets =
  | { readonly kind: 'octets'; readonly octets: Buffer }
  | { readonly kind: 'bad-escape'; readonly found: string };

/** Reads a text without its quotes: `\DDD` and `\X`; characters outside ASCII count as UTF-8. */
export const octetsOfText = (text: string): TextOctets => {
  const octets = Buffer.from(text, 'utf8');
  let length = 0;
  for (let at = 0; at < octets.length; ) {
    const isEscape = octets[at] === 0x5c;
    const read = isEscape ? readEscape(octets, at) : { octet: octets[at] ?? 0, length: 1 };
    if (read === undefined) return { kind: 'bad-escape', found: octets.toString('utf8', at, at + 4) };
    // In place: what is written is never longer than what was read.
    octets[length++] = read.octet;
    at += read.length;
  }
  return { kind: 'octets', octets: octets.subarray(0, length) };
};

const octetText = (octets: Buffer): string =>
  octets
    .toString('latin1')
    .replaceAll(/[^ !#-[\]-~]/g, (character) =>
      character === '"' || character === '\\'
        ? `\\${character}`
        : `\\${String(character.charCodeAt(0)).padStart(3, '0')}`,
    );
