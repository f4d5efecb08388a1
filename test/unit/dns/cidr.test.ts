import { expect, test } from 'vitest';
import { parseAddress } from '../../../src/dns/address.ts';
import { cidrContains, parseCidr, reverseZonesOfCidr } from '../../../src/dns/cidr.ts';

const contains = (cidr: string, address: string): boolean | undefined => {
  const [network, inside] = [parseCidr(cidr), parseAddress(address)];
  return network && inside && cidrContains(network, inside);
};
const zones = (cidr: string): readonly string[] => {
  const network = parseCidr(cidr);
  return network === undefined ? [] : reverseZonesOfCidr(network);
};

test('a network is read with the bits behind its prefix cleared', () => {
  expect(parseCidr('10.111.3.4/12')?.text).toBe('10.96.0.0/12');
  expect(parseCidr('FD00:10:96::5/108')?.text).toBe('fd00:10:96::/108');
  expect(parseCidr('0.0.0.0/0')?.text).toBe('0.0.0.0/0');
});

test.each([
  '',
  '10.0.0.0',
  '10.0.0.0/',
  '10.0.0.0/33',
  '::/129',
  '10.0.0.0/08',
  '10.0.0.0/-1',
  '10.0.0.0/8/8',
  '/8',
  '10.0.0/8',
])('"%s" is no network', (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test('a network holds the addresses of its family up to its last', () => {
  expect(contains('10.96.0.0/12', '10.96.0.0')).toBe(true);
  expect(contains('10.96.0.0/12', '10.111.255.255')).toBe(true);
  expect(contains('10.96.0.0/12', '10.112.0.0')).toBe(false);
  expect(contains('10.96.0.0/12', '10.95.255.255')).toBe(false);
  expect(contains('10.0.0.1/32', '10.0.0.1')).toBe(true);
  expect(contains('10.0.0.1/32', '10.0.0.0')).toBe(false);
  expect(contains('0.0.0.0/0', '255.1.2.3')).toBe(true);
  expect(contains('::/0', '10.0.0.1')).toBe(false);
  expect(contains('fd00:10:96::/108', 'fd00:10:96::f:ffff')).toBe(true);
  expect(contains('fd00:10:96::/108', 'fd00:10:96::10:0')).toBe(false);
});

test('a network on a label boundary has one reverse name', () => {
  expect(zones('10.0.0.0/8')).toEqual(['10.in-addr.arpa.']);
  expect(zones('10.244.0.0/16')).toEqual(['244.10.in-addr.arpa.']);
  expect(zones('0.0.0.0/0')).toEqual(['in-addr.arpa.']);
  expect(zones('fd00:10::/32')).toEqual(['0.1.0.0.0.0.d.f.ip6.arpa.']);
  expect(zones('::/0')).toEqual(['ip6.arpa.']);
});

test('a network between boundaries has one name for each part, and the name around it below a /24', () => {
  expect(zones('10.96.0.0/12')).toHaveLength(16);
  expect(zones('10.96.0.0/12')).toEqual(
    expect.arrayContaining(['96.10.in-addr.arpa.', '111.10.in-addr.arpa.']),
  );
  expect(zones('10.0.0.0/23')).toEqual(['0.0.10.in-addr.arpa.', '1.0.10.in-addr.arpa.']);
  expect(zones('10.0.0.128/25')).toEqual(['0.0.10.in-addr.arpa.']);
  expect(zones('10.0.0.1/32')).toEqual(['0.0.10.in-addr.arpa.']);
  expect(zones('128.0.0.0/1')).toHaveLength(128);
  const nibbles = zones('fd00:10::/33');
  expect(nibbles).toHaveLength(8);
  expect(nibbles.at(-1)).toBe('7.0.1.0.0.0.0.d.f.ip6.arpa.');
  expect(zones('::1/128')).toEqual([`${'0.'.repeat(31)}ip6.arpa.`]);
});
