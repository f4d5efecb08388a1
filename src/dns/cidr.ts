import type { Address } from './address.ts';
import { addressOfOctets, parseAddress } from './address.ts';
import { reverseNameOfPrefix } from './reverseName.ts';
import type { DomainName } from './rrset.ts';

/** A network. `octets` has zeros behind the prefix; `text` is canonical (`10.96.0.0/12`). */
export type Cidr = {
  readonly kind: Address['kind'];
  readonly octets: Uint8Array;
  readonly prefixLength: number;
  readonly text: string;
};

/**
 * Reads `<address>/<length>`; bits behind the prefix are cleared (as Kubernetes does). Undefined for anything
 * else, a bare address included.
 */
export const parseCidr = (text: string): Cidr | undefined => {
  const parts = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = parseAddress(parts?.[1] ?? '');
  const prefixLength = Number(parts?.[2]);
  if (address === undefined || !(prefixLength <= address.octets.length * 8)) return undefined;
  const octets = address.octets.map((octet, index) => octet & maskOctet(prefixLength, index));
  return {
    kind: address.kind,
    octets,
    prefixLength,
    text: `${addressOfOctets(octets).text}/${prefixLength}`,
  };
};

/** Whether an address lies in a network. An address of the other family never does. */
export const cidrContains = (cidr: Cidr, address: Address): boolean =>
  cidr.kind === address.kind &&
  cidr.octets.every(
    (octet, index) => octet === ((address.octets[index] ?? 0) & maskOctet(cidr.prefixLength, index)),
  );

/**
 * The fewest reverse names on label boundaries that cover a network, none wider than it: a /12 is sixteen /16
 * names, a /109 eight /112 names. Below the last boundary that is usual for a zone (/24, or /124) the one
 * name around it: a /25 is the /24 name.
 */
export const reverseZonesOfCidr = (cidr: Cidr): readonly DomainName[] => {
  const bitsPerLabel = cidr.kind === 'ipv4' ? 8 : 4;
  const last = cidr.octets.length * 8 - bitsPerLabel;
  const boundary = Math.min(Math.ceil(cidr.prefixLength / bitsPerLabel) * bitsPerLabel, last);
  const count = 2 ** Math.max(0, boundary - cidr.prefixLength);
  return Array.from({ length: count }, (_, index) =>
    reverseNameOfPrefix(cidr.kind, withBits(cidr.octets, index, boundary), boundary / bitsPerLabel),
  );
};

const maskOctet = (prefixLength: number, index: number): number =>
  (0xff00 >> Math.min(8, Math.max(0, prefixLength - index * 8))) & 0xff;

/** The octets with `value` (below 256) set so that its lowest bit is the last before `boundary`. */
const withBits = (octets: Uint8Array, value: number, boundary: number): Uint8Array => {
  const result = Uint8Array.from(octets);
  const index = Math.ceil(boundary / 8) - 1;
  if (index >= 0) result[index] = (result[index] ?? 0) | (boundary % 8 === 4 ? value << 4 : value);
  return result;
};
