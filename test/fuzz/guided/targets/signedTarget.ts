import { ok } from 'node:assert/strict';
import { encodeUpdate } from '../../../../src/dns/encodeUpdate.ts';
import { signMessage } from '../../../../src/dns/tsig/signMessage.ts';
import { createTransferVerifier } from '../../../../src/dns/tsig/transferVerifier.ts';
import { type TsigKey, tsigSecret } from '../../../../src/dns/tsig/tsigKey.ts';
import { verifyRequest } from '../../../../src/dns/tsig/verifyRequest.ts';
import { verifyResponse } from '../../../../src/dns/tsig/verifyResponse.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';

const secret = tsigSecret(new Uint8Array(32).fill(7));
const keys: readonly TsigKey[] = [
  { name: 'k.', algorithm: 'hmac-sha256', secret },
  { name: 'short.', algorithm: 'hmac-sha512', secret, truncatedBits: 256 },
];
const requestMac = new Uint8Array(32).fill(1);
const timeSeconds = 1_700_000_000;

const plain = [1, 2].map((id) =>
  encodeUpdate({
    id,
    zone: 'k8s.example.',
    prerequisites: [],
    operations: [{ kind: 'add', name: 'a.k8s.example.', type: 'A', ttlSeconds: 5, rdata: '10.0.0.1' }],
  }),
);
const signed = plain.flatMap((octets) =>
  keys.flatMap((key) => [
    signMessage({ octets, key, timeSeconds }).octets,
    signMessage({ octets, key, timeSeconds, priorMac: requestMac }).octets,
    signMessage({ octets, key, timeSeconds: 1, fudgeSeconds: 1, priorMac: requestMac }).octets,
  ]),
);
const wasSigned = new Set(plain.map((octets) => octets.toString('hex')));

/** Nobody who mutates has a key: what is verified is to the octet what was signed. */
const assertSigned = (octets: Uint8Array): void =>
  ok(wasSigned.has(Buffer.from(octets).toString('hex')), 'verified, and was never signed');

const look = (verdict: { readonly kind: string; readonly octets?: Uint8Array; readonly detail?: string }) => {
  if (verdict.kind === 'verified' && verdict.octets !== undefined) assertSigned(verdict.octets);
  if (verdict.detail !== undefined) inOneLine(verdict.detail);
};

/** Answers, requests of others and transfers of two messages, signed or not. */
export const signedTarget: Target = {
  seeds: [...signed, ...plain],
  words: [
    '\x01k\x00',
    '\x05short\x00',
    '\x0bhmac-sha256\x00',
    '\x0bhmac-sha512\x00',
    '\x00\xfa\x00\xff',
    '\x00\x10',
    '\x00\x20',
    '\x00\x12',
  ],
  maxOctets: 1024,
  check: (octets) => {
    look(verifyRequest({ octets, keys, nowSeconds: timeSeconds }));
    for (const key of keys) {
      look(verifyResponse({ octets, key, requestMac, nowSeconds: timeSeconds }));
      look(verifyResponse({ octets, key, requestMac, nowSeconds: timeSeconds, id: 1 }));
    }
    const [key] = keys;
    if (key === undefined) return;
    const verifier = createTransferVerifier({ key, requestMac });
    for (const message of [octets, octets]) look(verifier.next(message, timeSeconds));
    verifier.complete();
  },
};
