import { expect, test } from 'vitest';
import { addressOfOctets, canonicalAddress, dashedAddress, parseAddress } from '../../../src/dns/address.ts';

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['255.255.255.255', '255.255.255.255'],
  ['FD00:0:0:0::1', 'fd00::1'],
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0db8:0:0:0:0:2:0001', '2001:db8::2:1'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['0:1:2:3:4:5:6:7', '0:1:2:3:4:5:6:7'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
  ['::FFFF:0A00:0001', '::ffff:10.0.0.1'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
])('%s is canonically %s (RFC 5952)', (text, canonical) => {
  expect(canonicalAddress(text)).toBe(canonical);
  const address = parseAddress(canonical);
  expect(address && addressOfOctets(address.octets)).toEqual(address);
});

test.each([
  '',
  ' ',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.256',
  '01.2.3.4',
  '1.2.3.04',
  '1..2.3',
  '.1.2.3',
  '1.2.3.',
  '1.2.3.4 ',
  '+1.2.3.4',
  '1.2.3.0x4',
  '10.0.0.1:80',
  '10.0.0.1/8',
  ':',
  ':::',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1::2::3',
  '1:2:3:4:5:6:7:8::',
  '::1:2:3:4:5:6:7:8',
  '12345::',
  'g::',
  '[::1]',
  'fe80::1%eth0',
  '::1.2.3',
  '::1.2.3.4.5',
  '1.2.3.4::',
  '::1.2.3.4:5',
  '1:2:3:4:5:6:7:1.2.3.4',
  ':1::',
  '1:',
  '::1:',
  'localhost',
  '１.2.3.4',
])('"%s" is no address', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test.each([
  ['10.0.0.1', '10-0-0-1'],
  ['fd00::1', 'fd00--1'],
  ['::1', '0--1'],
  ['fd00::', 'fd00--0'],
  ['::', '0--0'],
  ['::ffff:1.2.3.4', '0--ffff-102-304'],
  ['::ffff:1:2:3:4', '0--ffff-1-2-3-4'],
])('%s as a label is %s (corner case 13)', (text, label) => {
  const address = parseAddress(text);
  expect(address && dashedAddress(address)).toBe(label);
});
