import { isIP } from 'node:net';
import { fault, type Parsed, value } from '../parsed.ts';

const NEEDED = 'a network such as 10.0.0.0/16 or fd00::/64 is needed';

/** A network `ADDRESS/BITS` whose host bits are zero, as written. */
export const parseCidr = (text: string): Parsed<string> => {
  const [address = '', bitsText, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return fault('it has no address', NEEDED);
  if (bitsText === undefined || more.length > 0) return fault('it has no prefix length', NEEDED);
  const width = family === 4 ? 32 : 128;
  if (!/^\d{1,3}$/.test(bitsText) || Number(bitsText) > width) {
    return fault(`"${bitsText}" is not a prefix length`, `0 to ${width} is needed`);
  }
  if (hasHostBits(address, family, Number(bitsText))) {
    return fault(
      `the address has bits set beyond /${bitsText}`,
      'the first address of the network is needed',
    );
  }
  return value(text);
};

/** Whether any bit of the address stands beyond the prefix. */
const hasHostBits = (address: string, family: number, bits: number): boolean => {
  const octets = addressOctets(address, family);
  return octets.some((octet, index) => {
    const networkBits = Math.min(8, Math.max(0, bits - index * 8));
    return (octet & (0xff >> networkBits)) !== 0;
  });
};

const addressOctets = (address: string, family: number): readonly number[] => {
  if (family === 4) return address.split('.').map(Number);
  const canonical = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  );
  const [head = '', tail] = canonical.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  return groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
};
