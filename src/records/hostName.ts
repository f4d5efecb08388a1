import type { DomainName } from '../dns/rrset.ts';

/**
 * 255 octets on the wire (RFC 1035 §2.3.4) are 254 characters of text with a trailing dot, as long as nothing
 * is escaped.
 */
export const maxNameCharacters = 254;
export const maxLabelCharacters = 63;

/**
 * A label that hosts may have (RFC 1123 §2.1): what BIND's check-names accepts for an owner of addresses.
 * Lower case only.
 */
const hostLabel = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

export const isHostLabel = (label: string): boolean => hostLabel.test(label);

export type HostName =
  | { readonly kind: 'name'; readonly name: DomainName }
  /** `found` finishes the sentence "Cannot …: ". */
  | {
      readonly kind: 'invalid';
      readonly problem: 'wildcard' | 'invalid-name' | 'name-too-long';
      readonly found: string;
    };

/**
 * A hostname as people write it (any case, with or without the trailing dot) as a canonical, absolute name
 * without escapes.
 */
export const hostName = (text: string): HostName => {
  const lower = text.trim().toLowerCase();
  const name = lower.endsWith('.') ? lower : `${lower}.`;
  const labels = name.slice(0, -1).split('.');
  if (labels.includes('*'))
    return { kind: 'invalid', problem: 'wildcard', found: 'it is a wildcard, needed one host name' };
  if (name.length > maxNameCharacters)
    return {
      kind: 'invalid',
      problem: 'name-too-long',
      found: `it has ${name.length + 1} octets, a name has at most 255`,
    };
  const bad = labels.find((label) => !isHostLabel(label));
  return bad === undefined
    ? { kind: 'name', name }
    : { kind: 'invalid', problem: 'invalid-name', found: labelFault(bad) };
};

/** What is wrong with a label, and what is needed. */
export const labelFault = (label: string): string => {
  if (label === '') return 'one label is empty, needed at least one character';
  if (label.length > maxLabelCharacters)
    return `label "${label}" has ${label.length} characters, a label has at most 63`;
  return `label "${label}" is not a host label, needed lower-case letters, digits and hyphens with a letter or digit at both ends`;
};

/** Why a name is unpublishable that DNS cannot hold (RFC 1035 §2.3.4). */
export const tooLongMessage = (name: DomainName, of: string): string =>
  `Cannot publish "${name}" of ${of}: it has ${name.length + 1} octets, a name has at most 255`;
