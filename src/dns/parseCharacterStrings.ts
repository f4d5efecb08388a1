import type { Buffer } from 'node:buffer';
import { DnsError } from './dnsError.ts';
import { octetsOfText, quotedOctets } from './quotedOctets.ts';

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
  const strings = matches.map((match) => characterString(match[1] ?? match[2] ?? '', text));
  if (strings.length === 0) throw badText(text, 'no character-string');
  return strings;
};

/** Canonical text of character-strings: each in quotes, octets outside printable ASCII as `\DDD`. */
export const formatCharacterStrings = (strings: readonly Buffer[]): string =>
  strings.map(quotedOctets).join(' ');

const characterString = (text: string, whole: string): Buffer => {
  const read = octetsOfText(text);
  if (read.kind === 'bad-escape') throw badText(whole, `the escape "${read.found}"`);
  const { length } = read.octets;
  if (length > 255) throw badText(whole, `a character-string of ${length} octets`);
  return read.octets;
};

const badText = (text: string, found: string): DnsError =>
  new DnsError(
    'badRdata',
    `Cannot use the TXT "${text}": found ${found}, needed one or more strings of at most 255 octets, each in quotes`,
  );
