import { Buffer } from 'node:buffer';
import { DnsError } from './dnsError.ts';
import { readEscape } from './parseLabels.ts';

/**
 * A quoted string, or a bare word; between them blanks. Copied by each `matchAll`, so nothing is kept here.
 */
const token = /\s*(?:"((?:[^"\\]|\\[^])*)"|([^\s"]+))(?=\s|$)/gy;

/**
 * The octets of each character-string (RFC 1035 §5.1) of a TXT text: quoted or bare, with `\DDD` and `\X`;
 * characters outside ASCII count as UTF-8. Throws DnsError `badRdata` for an unended quote, a broken escape,
 * none at all, or one above 255 octets.
 */
export const parseCharacterStrings = (text: string): readonly Buffer[] => {
  const matches = [...text.matchAll(token)];
  const read = matches.reduce((sum, match) => sum + match[0].length, 0);
  if (read < text.trimEnd().length) throw badText(text, 'a quote in the wrong place');
  const strings = matches.map((match) => unescape(match[1] ?? match[2] ?? '', text));
  if (strings.length === 0) throw badText(text, 'no character-string');
  return strings;
};

/** Canonical text of character-strings: each in quotes, octets outside printable ASCII as `\DDD`. */
export const formatCharacterStrings = (strings: readonly Buffer[]): string =>
  strings.map((octets) => `"${escape(octets)}"`).join(' ');

const escape = (octets: Buffer): string =>
  octets
    .toString('latin1')
    .replaceAll(/[^ !#-[\]-~]/g, (character) =>
      character === '"' || character === '\\'
        ? `\\${character}`
        : `\\${String(character.charCodeAt(0)).padStart(3, '0')}`,
    );

const unescape = (text: string, whole: string): Buffer => {
  const octets = Buffer.from(text, 'utf8');
  let length = 0;
  for (let at = 0; at < octets.length; ) {
    const isEscape = octets[at] === 0x5c;
    const read = isEscape ? readEscape(octets, at) : { octet: octets[at] ?? 0, length: 1 };
    if (read === undefined) throw badText(whole, `the escape "${octets.toString('utf8', at, at + 4)}"`);
    // In place: what is written is never longer than what was read.
    octets[length++] = read.octet;
    at += read.length;
  }
  if (length > 255) throw badText(whole, `a character-string of ${length} octets`);
  return octets.subarray(0, length);
};

const badText = (text: string, found: string): DnsError =>
  new DnsError(
    'badRdata',
    `Cannot use the TXT "${text}": found ${found}, needed one or more strings of at most 255 octets, each in quotes`,
  );
