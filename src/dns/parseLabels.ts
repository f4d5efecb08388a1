import { Buffer } from 'node:buffer';

/** A name as octets per label, leftmost first, without the root; or why its text is no name. */
export type ParsedLabels =
  | { readonly kind: 'labels'; readonly labels: readonly (readonly number[])[] }
  | { readonly kind: 'empty-label' | 'bad-escape'; readonly found: string };

const dot = 0x2e;
const backslash = 0x5c;
const isDigit = (octet: number | undefined): boolean => octet !== undefined && octet >= 0x30 && octet <= 0x39;

/** Characters that a zone file reads as something else (RFC 1035 §5.1). */
const special = new Set(Array.from('.\\";()@$', (character) => character.charCodeAt(0)));

/** One octet of a label as canonical text. */
export const labelOctetText = (octet: number): string => {
  if (special.has(octet)) return `\\${String.fromCharCode(octet)}`;
  if (octet >= 0x41 && octet <= 0x5a) return String.fromCharCode(octet + 0x20);
  if (octet > 0x20 && octet < 0x7f) return String.fromCharCode(octet);
  return `\\${String(octet).padStart(3, '0')}`;
};

/**
 * Reads any presentation form: `\DDD`, `\X`, with or without the trailing dot; characters outside ASCII count
 * as their UTF-8 octets.
 */
export const parseLabels = (text: string): ParsedLabels => {
  if (text === '.') return { kind: 'labels', labels: [] };
  const octets = Buffer.from(text, 'utf8');
  const labels: number[][] = [];
  let label: number[] = [];
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at] ?? 0;
    if (octet === dot) {
      if (label.length === 0) return { kind: 'empty-label', found: text };
      labels.push(label);
      label = [];
    } else if (octet !== backslash) {
      label.push(octet);
    } else {
      const escaped = readEscape(octets, at);
      if (escaped === undefined) return { kind: 'bad-escape', found: octets.toString('utf8', at, at + 4) };
      label.push(escaped.octet);
      at += escaped.length - 1;
    }
  }
  if (label.length > 0) labels.push(label);
  if (labels.length === 0) return { kind: 'empty-label', found: text };
  return { kind: 'labels', labels };
};

/**
 * The octet that the escape at `at` (a backslash) stands for and how many octets of text it takes; undefined
 * when it is broken.
 */
export const readEscape = (
  octets: Uint8Array,
  at: number,
): { readonly octet: number; readonly length: number } | undefined => {
  const next = octets[at + 1];
  if (next === undefined) return undefined;
  if (!isDigit(next)) return { octet: next, length: 2 };
  if (!isDigit(octets[at + 2]) || !isDigit(octets[at + 3])) return undefined;
  const octet = (next - 48) * 100 + ((octets[at + 2] ?? 0) - 48) * 10 + ((octets[at + 3] ?? 0) - 48);
  return octet > 255 ? undefined : { octet, length: 4 };
};
