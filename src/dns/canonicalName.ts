import { DnsError } from './dnsError.ts';
import { oneLine } from './oneLine.ts';
import { labelOctetText, parseLabels } from './parseLabels.ts';
import type { DomainName } from './rrset.ts';

/** Why a text cannot be a domain name; `message` is for the user. */
export type NameProblem = {
  readonly kind: 'empty-label' | 'bad-escape' | 'label-too-long' | 'name-too-long';
  readonly message: string;
};

/** Longest label and name on the wire, length octets included (RFC 1035 §2.3.4). */
export const maxLabelOctets = 63;
export const maxNameOctets = 255;

/** Already canonical, and nothing in it needs an escape: nearly every name there is. */
const plain = /^(?:[a-z0-9_*/-]+\.)+$/;

/**
 * The one text of a name: lower case, absolute, escapes normalised. The trailing dot may be missing;
 * characters outside ASCII become the `\DDD` of their UTF-8 octets. Lengths are {@link checkName}'s affair.
 * Throws DnsError `badName` for an empty label or a broken escape.
 */
export const canonicalName = (text: string): DomainName => {
  if (plain.test(text) || text === '.') return text;
  const parsed = parseLabels(text);
  if (parsed.kind !== 'labels')
    throw new DnsError('badName', problemMessage(text, parsed.kind, parsed.found));
  if (parsed.labels.length === 0) return '.';
  return parsed.labels.map((label) => `${label.map(labelOctetText).join('')}.`).join('');
};

/**
 * What keeps a text from being a name that fits the wire; undefined for a good one. The trailing dot may be
 * missing.
 */
export const checkName = (text: string): NameProblem | undefined => {
  if (text.length < maxNameOctets && plain.test(text) && longestLabel(text) <= maxLabelOctets)
    return undefined;
  const parsed = parseLabels(text);
  if (parsed.kind !== 'labels') {
    return { kind: parsed.kind, message: problemMessage(text, parsed.kind, parsed.found) };
  }
  const long = parsed.labels.find((label) => label.length > maxLabelOctets);
  if (long !== undefined) {
    const found = `the label "${long.map(labelOctetText).join('')}" of ${long.length} octets`;
    return { kind: 'label-too-long', message: problemMessage(text, 'label-too-long', found) };
  }
  const octets = parsed.labels.reduce((sum, label) => sum + label.length + 1, 1);
  if (octets <= maxNameOctets) return undefined;
  return { kind: 'name-too-long', message: problemMessage(text, 'name-too-long', `${octets} octets`) };
};

/** Labels from left to right, still escaped; none for the root. */
export const labelsOf = (name: DomainName): readonly string[] => {
  if (name === '.') return [];
  if (!name.includes('\\')) return name.slice(0, -1).split('.');
  return name.match(/(?:\\.|[^.\\])+/g) ?? [];
};

/** The name without its first label; that of the root is the root. */
export const parentName = (name: DomainName): DomainName => {
  let at = name.indexOf('.');
  while (at > 0 && isEscaped(name, at)) at = name.indexOf('.', at + 1);
  return at < 0 || at === name.length - 1 ? '.' : name.slice(at + 1);
};

/** Whether `name` is `zone` or below it, by label boundary: `xk8s.example.` is not below `k8s.example.`. */
export const isBelow = (name: DomainName, zone: DomainName): boolean => {
  if (zone === '.' || name === zone) return true;
  const boundary = name.length - zone.length - 1;
  return (
    boundary > 0 && name.charCodeAt(boundary) === 0x2e && name.endsWith(zone) && !isEscaped(name, boundary)
  );
};

/**
 * As in a zone file with `$ORIGIN zone`: `@` for the zone itself, the labels above it without a dot, and
 * other names as they are.
 */
export const relativeTo = (name: DomainName, zone: DomainName): string => {
  if (name === zone) return '@';
  if (!isBelow(name, zone)) return name;
  return zone === '.' ? name.slice(0, -1) : name.slice(0, -zone.length - 1);
};

/** The longest of `zones` that holds `name`; undefined when none does. */
export const mostSpecificZone = (name: DomainName, zones: readonly DomainName[]): DomainName | undefined => {
  let best: DomainName | undefined;
  for (const zone of zones) {
    if (isBelow(name, zone) && (best === undefined || isBelow(zone, best))) best = zone;
  }
  return best;
};

/** Of a text without escapes. A pattern for 64 characters in a row takes ten times as long. */
const longestLabel = (text: string): number => {
  let longest = 0;
  for (let start = 0, end = 0; end >= 0 && start < text.length; start = end + 1) {
    end = text.indexOf('.', start);
    longest = Math.max(longest, (end < 0 ? text.length : end) - start);
  }
  return longest;
};

/** Whether the character at `index` stands behind an odd number of backslashes. */
const isEscaped = (name: string, index: number): boolean => {
  let before = index;
  while (before > 0 && name.charCodeAt(before - 1) === 0x5c) before--;
  return (index - before) % 2 === 1;
};

const needed: Readonly<Record<NameProblem['kind'], string>> = {
  'empty-label': 'every label needs at least one character',
  'bad-escape': 'a backslash needs a character or three digits up to 255 behind it',
  'label-too-long': `a label has at most ${maxLabelOctets}`,
  'name-too-long': `a name has at most ${maxNameOctets} on the wire`,
};

const problemMessage = (text: string, kind: NameProblem['kind'], found: string): string => {
  const what =
    kind === 'empty-label' ? 'an empty label' : kind === 'bad-escape' ? `the escape "${found}"` : found;
  return oneLine(`Cannot use the name "${text}": found ${what}, ${needed[kind]}`);
};
