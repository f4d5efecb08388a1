import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeUpdate } from '../../../src/dns/encodeUpdate.ts';
import { signMessage, tsigOctets } from '../../../src/dns/tsig/signMessage.ts';
import { createTransferVerifier } from '../../../src/dns/tsig/transferVerifier.ts';
import {
  type TsigAlgorithm,
  type TsigKey,
  tsigAlgorithms,
  tsigSecret,
} from '../../../src/dns/tsig/tsigKey.ts';
import { verifyResponse } from '../../../src/dns/tsig/verifyResponse.ts';
import { domainName, updateMessage } from './arbitraries.ts';

const key: fc.Arbitrary<TsigKey> = fc.record({
  name: domainName,
  algorithm: fc.constantFrom(...(Object.keys(tsigAlgorithms) as TsigAlgorithm[])),
  secret: fc.uint8Array({ minLength: 1, maxLength: 64 }).map(tsigSecret),
});
const timeSeconds = fc.nat(2 ** 40);
const mac = fc.uint8Array({ minLength: 16, maxLength: 64 });

const signed = fc
  .tuple(updateMessage, key, timeSeconds, mac)
  .map(([message, one, nowSeconds, requestMac]) => {
    const octets = encodeUpdate(message);
    const request = { octets, key: one, timeSeconds: nowSeconds, priorMac: requestMac };
    return { octets, key: one, nowSeconds, requestMac, signed: signMessage(request).octets };
  });

test('what was signed verifies, and is afterwards what it was before', () => {
  fc.assert(
    fc.property(signed, ({ octets, signed: whole, ...rest }) => {
      const verdict = verifyResponse({ octets: whole, ...rest });
      expect(verdict.kind === 'verified' && verdict.octets.equals(octets)).toBe(true);
      expect(whole.length).toBeLessThanOrEqual(octets.length + tsigOctets(rest.key));
    }),
  );
});

test('one flipped bit breaks the signature, but for those that are not signed: the id, and the case of the key’s names', () => {
  fc.assert(
    fc.property(signed, fc.nat(), ({ octets, signed: whole, ...rest }, position) => {
      const bit = position % (whole.length * 8);
      const at = bit >> 3;
      const flipped = Buffer.from(whole);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (bit & 7)), at);
      const verdict = verifyResponse({ octets: flipped, ...rest });
      const caseOnly = at >= octets.length && (bit & 7) === 5;
      if (at >= 2 && !caseOnly) expect(verdict.kind).not.toBe('verified');
      if (verdict.kind === 'verified') expect(verdict.octets.equals(octets)).toBe(true);
      if (verdict.kind === 'tsig-error') expect(verdict.verified).toBe(false);
      const transfer = createTransferVerifier(rest).next(flipped, rest.nowSeconds);
      expect(transfer.kind === 'verified').toBe(verdict.kind === 'verified');
    }),
    { numRuns: 1000 },
  );
});

test('another secret, another request or another time never verifies', () => {
  fc.assert(
    fc.property(
      signed,
      fc.uint8Array({ minLength: 65, maxLength: 80 }),
      ({ signed: whole, ...rest }, secret) => {
        const verdict = (change: object): string =>
          verifyResponse({ ...rest, octets: whole, ...change }).kind;
        expect(verdict({ key: { ...rest.key, secret: tsigSecret(secret) } })).toBe('rejected');
        expect(verdict({ requestMac: secret })).toBe('rejected');
        expect(verdict({ nowSeconds: rest.nowSeconds + 301 })).toBe('rejected');
      },
    ),
  );
});
