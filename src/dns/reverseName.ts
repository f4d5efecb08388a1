import type { Address } from './address.ts';
import { addressOfOctets } from './address.ts';
import type { DomainName } from './rrset.ts';

/**
 * Owner of an address's PTR: octets in reverse below in-addr.arpa (RFC 1035 §3.5), nibbles below ip6.arpa
 * (RFC 3596 §2.5).
 */
export const reverseName = (address: Address): DomainName =>
  address.kind === 'ipv4'
    ? reverseNameOfPrefix(address.kind, address.octets, 4)
    : reverseNameOfPrefix(address.kind, address.octets, 32);

/** The reverse name of the first `labels` octets (IPv4) or nibbles (IPv6). */
export const reverseNameOfPrefix = (
  kind: Address['kind'],
  octets: Uint8Array,
  labels: number,
): DomainName => {
  let name = kind === 'ipv4' ? 'in-addr.arpa.' : 'ip6.arpa.';
  for (let index = 0; index < labels; index++) {
    name =
      kind === 'ipv4' ? `${octets[index] ?? 0}.${name}` : `${nibble(octets, index).toString(16)}.${name}`;
  }
  return name;
};

/** The address whose PTR stands at a name; undefined for any other name, also for one of a network. */
export const addressOfReverseName = (name: DomainName): Address | undefined => {
  if (name.endsWith('.in-addr.arpa.')) return ipv4OfLabels(name.slice(0, -'.in-addr.arpa.'.length));
  if (name.endsWith('.ip6.arpa.')) return ipv6OfLabels(name.slice(0, -'.ip6.arpa.'.length));
  return undefined;
};

const nibble = (octets: Uint8Array, index: number): number => {
  const octet = octets[index >> 1] ?? 0;
  return index % 2 === 0 ? octet >> 4 : octet & 0x0f;
};

const ipv4OfLabels = (text: string): Address | undefined => {
  const labels = text.split('.').reverse();
  if (labels.length !== 4 || !labels.every((label) => /^(?:0|[1-9]\d{0,2})$/.test(label))) return undefined;
  const values = labels.map(Number);
  return values.every((value) => value <= 255) ? addressOfOctets(Uint8Array.from(values)) : undefined;
};

const ipv6OfLabels = (text: string): Address | undefined => {
  if (text.length !== 63 || !/^[0-9a-f](?:\.[0-9a-f]){31}$/.test(text)) return undefined;
  const digits = text.split('.').reverse().join('');
  return addressOfOctets(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
};
