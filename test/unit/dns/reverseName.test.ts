import { expect, test } from 'vitest';
import { parseAddress } from '../../../src/dns/address.ts';
import { addressOfReverseName, reverseName } from '../../../src/dns/reverseName.ts';

test.each([
  ['10.96.0.1', '1.0.96.10.in-addr.arpa.'],
  ['fd00::1', `1.${'0.'.repeat(27)}0.0.d.f.ip6.arpa.`],
  ['2001:db8::567:89ab', 'b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.'],
])('the PTR of %s stands at %s, and back', (text, name) => {
  const address = parseAddress(text);
  expect(address && reverseName(address)).toBe(name);
  expect(addressOfReverseName(name)).toEqual(address);
});

test.each([
  '96.10.in-addr.arpa.',
  '1.1.0.96.10.in-addr.arpa.',
  '256.0.96.10.in-addr.arpa.',
  '01.0.96.10.in-addr.arpa.',
  'x.0.96.10.in-addr.arpa.',
  'in-addr.arpa.',
  'd.f.ip6.arpa.',
  `10.${'0.'.repeat(27)}0.0.d.f.ip6.arpa.`,
  `g.${'0.'.repeat(27)}0.0.d.f.ip6.arpa.`,
  'web.k8s.example.',
])('%s is the reverse name of no address', (name) => {
  expect(addressOfReverseName(name)).toBeUndefined();
});
