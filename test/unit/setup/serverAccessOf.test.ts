import { expect, test } from 'vitest';
import { signMessage } from '../../../src/dns/tsig/signMessage.ts';
import { serverAccessOf } from '../../../src/setup/serverAccessOf.ts';
import { config } from '../config/support.ts';

const secret = Buffer.from('a secret of 24 octets...').toString('base64');

/** Octets of the MAC of a message that is signed as the flags say. */
const macOctets = (algorithm: string): number => {
  const given = config({
    argv: [
      'run',
      '--zone=k8s.example',
      '--tsig-key-name=k8s-bind',
      `--tsig-secret=${secret}`,
      `--tsig-algorithm=${algorithm}`,
    ],
  });
  const [zone] = given.zones;
  if (zone === undefined) throw new Error('no zone');
  const result = serverAccessOf(zone, {});
  if (result.kind === 'problem') throw new Error(result.line);
  const { signing } = result.access;
  if (signing.kind !== 'tsig') throw new Error('not signed');
  return signMessage({ octets: Buffer.alloc(12), key: signing.keys.current(), timeSeconds: 0 }).mac.length;
};

test.each([
  ['hmac-sha256', 32],
  ['HMAC-SHA512', 64],
  ['hmac-sha256.', 32],
  ['hmac-sha256-128', 16],
  ['hmac-sha1-80', 10],
])('a key by flags with the algorithm %s signs with a MAC of %i octets', (algorithm, octets) => {
  expect(macOctets(algorithm)).toBe(octets);
});
