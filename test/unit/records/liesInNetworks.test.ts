import { expect, test } from 'vitest';
import { type Cidr, parseCidr } from '../../../src/dns/cidr.ts';
import { liesInNetworks } from '../../../src/records/liesInNetworks.ts';

const cidrsOf = (texts: readonly string[]): readonly Cidr[] => texts.flatMap((text) => parseCidr(text) ?? []);

const lies = (address: string, networks: readonly string[], excludeNetworks: readonly string[] = []) =>
  liesInNetworks(address, { networks: cidrsOf(networks), excludeNetworks: cidrsOf(excludeNetworks) });

test('without networks every address does', () => {
  expect(lies('203.0.113.1', [])).toBe(true);
  expect(lies('fd00::1', [])).toBe(true);
});

test('an address lies in one of the networks, and in none that is excluded', () => {
  expect(lies('10.1.0.1', ['10.0.0.0/8', 'fd00::/8'])).toBe(true);
  expect(lies('fd00::1', ['10.0.0.0/8', 'fd00::/8'])).toBe(true);
  expect(lies('192.0.2.1', ['10.0.0.0/8', 'fd00::/8'])).toBe(false);
  expect(lies('10.1.0.1', ['10.0.0.0/8'], ['10.1.0.0/16'])).toBe(false);
  expect(lies('10.2.0.1', ['10.0.0.0/8'], ['10.1.0.0/16'])).toBe(true);
  expect(lies('192.0.2.1', [], ['10.0.0.0/8'])).toBe(true);
});

test('networks of one family have no addresses of the other', () => {
  expect(lies('fd00::1', ['10.0.0.0/8'])).toBe(false);
  expect(lies('10.0.0.1', ['::/0'])).toBe(false);
  expect(lies('fd00::1', [], ['0.0.0.0/0'])).toBe(true);
});

test('an IPv4-mapped address is no way around an excluded network', () => {
  expect(lies('::ffff:10.0.0.1', [], ['10.0.0.0/8'])).toBe(false);
  expect(lies('::ffff:10.0.0.1', ['10.0.0.0/8'])).toBe(true);
  expect(lies('::ffff:10.0.0.1', ['::/0'])).toBe(true);
  expect(lies('::ffff:192.0.2.1', [], ['10.0.0.0/8'])).toBe(true);
});
