import type { KeyObject } from 'node:crypto';
import { createSecretKey } from 'node:crypto';
import { canonicalName } from '../canonicalName.ts';
import { DnsError } from '../dnsError.ts';
import type { DomainName } from '../rrset.ts';

/**
 * HMAC algorithms (RFC 8945 §6) by the word named.conf uses: name on the wire, hash of node:crypto, octets of
 * the whole MAC. MD5 and GSS-TSIG are missing on purpose: the first is no longer safe to use, the second is
 * nsupdate's affair.
 */
export const tsigAlgorithms = {
  'hmac-sha1': { wireName: 'hmac-sha1.', hash: 'sha1', macOctets: 20 },
  'hmac-sha224': { wireName: 'hmac-sha224.', hash: 'sha224', macOctets: 28 },
  'hmac-sha256': { wireName: 'hmac-sha256.', hash: 'sha256', macOctets: 32 },
  'hmac-sha384': { wireName: 'hmac-sha384.', hash: 'sha384', macOctets: 48 },
  'hmac-sha512': { wireName: 'hmac-sha512.', hash: 'sha512', macOctets: 64 },
} as const satisfies Record<string, { wireName: string; hash: string; macOctets: number }>;

export type TsigAlgorithm = keyof typeof tsigAlgorithms;

/** A shared secret. */
export type TsigKey = {
  /** With or without the trailing dot, in any case. */
  readonly name: string;
  readonly algorithm: TsigAlgorithm;
  /** See {@link tsigSecret}. */
  readonly secret: KeyObject;
  /**
   * Length of a truncated MAC in bits (named.conf `algorithm hmac-sha256-128;`); absent for the whole MAC.
   */
  readonly truncatedBits?: number;
};

/**
 * The octets of a secret (not their base64) as an object that no log and no message shows, and that a MAC
 * takes as it is: made of octets each time, it would cost more than the MAC.
 */
export const tsigSecret = (octets: Uint8Array): KeyObject => createSecretKey(octets);

/**
 * An algorithm as named.conf writes it, in any case, perhaps with `-bits` behind it; or why it cannot be
 * used, for the user.
 */
export const parseAlgorithm = (
  text: string,
):
  | { readonly kind: 'algorithm'; readonly algorithm: TsigAlgorithm; readonly truncatedBits?: number }
  | { readonly kind: 'problem'; readonly message: string } => {
  const lower = text.toLowerCase().replace(/\.$/, '');
  const parts = /^(hmac-[a-z0-9]+?)(?:-(\d{1,4}))?$/.exec(lower);
  const name = parts?.[1] ?? lower;
  if (!isTsigAlgorithm(name)) return { kind: 'problem', message: unusable(text) };
  if (parts?.[2] === undefined) return { kind: 'algorithm', algorithm: name };
  const truncatedBits = Number(parts[2]);
  const least = minimumMacOctets(name) * 8;
  const most = tsigAlgorithms[name].macOctets * 8;
  if (truncatedBits % 8 === 0 && truncatedBits >= least && truncatedBits <= most) {
    return { kind: 'algorithm', algorithm: name, truncatedBits };
  }
  return {
    kind: 'problem',
    message: `Cannot use the algorithm "${text}": found ${truncatedBits} bits, needed a multiple of 8 from ${least} to ${most}`,
  };
};

/** A key's algorithm as named.conf writes it: what {@link parseAlgorithm} reads. */
export const algorithmText = ({
  algorithm,
  truncatedBits,
}: Pick<TsigKey, 'algorithm' | 'truncatedBits'>): string =>
  truncatedBits === undefined ? algorithm : `${algorithm}-${truncatedBits}`;

/** The key's name as it stands in a TSIG record. */
export const tsigKeyName = (key: Pick<TsigKey, 'name'>): DomainName => canonicalName(key.name);

/** Shortest MAC that may be sent (RFC 8945 §5.2.2.1): half of the hash, and at least ten octets. */
export const minimumMacOctets = (algorithm: TsigAlgorithm): number =>
  Math.max(10, tsigAlgorithms[algorithm].macOctets / 2);

/** Length of the MACs that this key makes. */
export const macOctetsOf = (key: TsigKey): number =>
  key.truncatedBits === undefined ? tsigAlgorithms[key.algorithm].macOctets : key.truncatedBits / 8;

/**
 * Throws DnsError `badKey` for a key that must not be used: no secret, or a MAC length RFC 8945 §5.2.2.1
 * forbids.
 */
export const assertUsableKey = (key: TsigKey): void => {
  const octets = macOctetsOf(key);
  if (key.secret.symmetricKeySize === 0) {
    throw new DnsError(
      'badKey',
      `Cannot use the key "${key.name}": found an empty secret, needed at least one octet`,
    );
  }
  const most = tsigAlgorithms[key.algorithm].macOctets;
  if (!Number.isInteger(octets) || octets < minimumMacOctets(key.algorithm) || octets > most) {
    throw new DnsError(
      'badKey',
      `Cannot use the key "${key.name}": found a MAC of ${octets} octets, needed ${minimumMacOctets(key.algorithm)} to ${most}`,
    );
  }
};

const isTsigAlgorithm = (name: string): name is TsigAlgorithm => Object.hasOwn(tsigAlgorithms, name);

const unusable = (text: string): string => {
  const known = Object.keys(tsigAlgorithms).join(', ');
  const found = /^hmac-md5/i.test(text) ? 'an algorithm that is no longer safe' : 'an unknown algorithm';
  // Whoever mixed up algorithm and secret is not to read the secret in a log.
  const quoted = /^(?:hmac|gss|sha|md5|rsa|dsa|ecdsa|ed)[\w.-]{0,24}$/i.test(text) ? ` "${text}"` : '';
  return `Cannot use the algorithm${quoted}: found ${found}, needed one of ${known} (make a new key with: tsig-keygen -a hmac-sha256)`;
};
