import { Buffer, isUtf8 } from 'node:buffer';
import { type Address, addressOfOctets, parseAddress } from '../address.ts';
import { quotedOctets } from '../quotedOctets.ts';
import { formatAlpn, parseAlpn } from './parseAlpn.ts';
import { numberField } from './splitFields.ts';
import { svcKeyOf, svcKeys, svcKeyText } from './svcKeys.ts';

/** How the value of one key is written, and what it is on the wire. */
export type SvcValue = {
  /** Octets of what was written, quotes and escapes taken away; undefined when that is no value. */
  readonly parse: (written: Buffer) => Buffer | undefined;
  /** Canonical text; empty for a key that stands alone, undefined for octets that are no value. */
  readonly format: (value: Buffer) => string | undefined;
  /** What a value is, in words. */
  readonly needed: string;
};

const mandatory: SvcValue = {
  parse: (written) => {
    const keys = written.toString('latin1').split(',').map(svcKeyOf);
    const known = keys.filter((key) => key !== undefined).sort((a, b) => a - b);
    return known.length === keys.length ? uint16Octets(known) : undefined;
  },
  format: (value) => {
    const keys = mandatoryKeys(value);
    return keys.length > 0 && keys.every((key, index) => key > (keys[index - 1] ?? 0))
      ? keys.map(svcKeyText).join(',')
      : undefined;
  },
  needed: 'keys with commas between them, each once',
};

/** The keys that a value of `mandatory` lists (RFC 9460 §8); none for octets that are no such value. */
export const mandatoryKeys = (value: Buffer): readonly number[] =>
  value.length % 2 === 0
    ? Array.from({ length: value.length / 2 }, (_, index) => value.readUInt16BE(2 * index))
    : [];

const alpn: SvcValue = {
  parse: parseAlpn,
  format: formatAlpn,
  needed: 'protocols of 1 to 255 octets, with commas between them',
};

const noDefaultAlpn: SvcValue = {
  parse: (written) => (written.length === 0 ? written : undefined),
  format: (value) => (value.length === 0 ? '' : undefined),
  needed: 'no value',
};

const port: SvcValue = {
  parse: (written) => {
    const number = numberField(written.toString('latin1'), 0xffff);
    return number === undefined ? undefined : uint16Octets([number]);
  },
  format: (value) => (value.length === 2 ? String(value.readUInt16BE()) : undefined),
  needed: 'a number from 0 to 65535',
};

const hints = (kind: Address['kind'], size: number, needed: string): SvcValue => ({
  parse: (written) => {
    const addresses = written.toString('latin1').split(',').map(parseAddress);
    const found = addresses.flatMap((address) => (address?.kind === kind ? [address.octets] : []));
    return found.length === addresses.length ? Buffer.concat(found) : undefined;
  },
  format: (value) => {
    if (value.length === 0 || value.length % size !== 0) return undefined;
    const count = value.length / size;
    const at = (index: number): Uint8Array => value.subarray(index * size, (index + 1) * size);
    return Array.from({ length: count }, (_, index) => addressOfOctets(at(index)).text).join(',');
  },
  needed,
});

const ech: SvcValue = {
  parse: (written) => {
    const text = written.toString('latin1');
    const octets = Buffer.from(text, 'base64');
    return octets.toString('base64') === text ? octets : undefined;
  },
  format: (value) => (value.length === 0 ? undefined : value.toString('base64')),
  needed: 'base64',
};

const raw: SvcValue = {
  parse: (written) => written,
  format: (value) => (value.length === 0 ? '' : quotedOctets(value)),
  needed: 'octets',
};

/** A relative URI template that has the variable `dns` (RFC 9461 §5). BIND refuses any other. */
const isDohPath = (value: Buffer): boolean =>
  isUtf8(value) && /^\/.*\{[+#./;?&]?(?:[^{}]*,)?dns(?:[:*,][^{}]*)?\}/s.test(value.toString('utf8'));

const dohpath: SvcValue = {
  parse: raw.parse,
  format: (value) => (isDohPath(value) ? quotedOctets(value) : undefined),
  needed: 'a path with the variable dns, as /dns-query{?dns}',
};

const values: ReadonlyMap<number, SvcValue> = new Map([
  [svcKeys.mandatory, mandatory],
  [svcKeys.alpn, alpn],
  [svcKeys['no-default-alpn'], noDefaultAlpn],
  [svcKeys.port, port],
  [svcKeys.ipv4hint, hints('ipv4', 4, 'IPv4 addresses with commas between them')],
  [svcKeys.ech, ech],
  [svcKeys.ipv6hint, hints('ipv6', 16, 'IPv6 addresses with commas between them')],
  [svcKeys.dohpath, dohpath],
]);

/** The values of a key; any octets for one without rules here. */
export const svcValues = (key: number): SvcValue => values.get(key) ?? raw;

const uint16Octets = (numbers: readonly number[]): Buffer =>
  Buffer.from(numbers.flatMap((number) => [number >> 8, number & 0xff]));
