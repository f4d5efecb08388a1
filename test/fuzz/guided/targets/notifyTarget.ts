import { deepEqual, equal, ok } from 'node:assert/strict';
import { decodeMessage } from '../../../../src/dns/decodeMessage.ts';
import { encodeQuery } from '../../../../src/dns/query.ts';
import { signMessage } from '../../../../src/dns/tsig/signMessage.ts';
import { type TsigKey, tsigSecret } from '../../../../src/dns/tsig/tsigKey.ts';
import { judgeNotify } from '../../../../src/server/judgeNotify.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { wireWords } from './wireWords.ts';

const key: TsigKey = {
  name: 'k.',
  algorithm: 'hmac-sha256',
  secret: tsigSecret(new Uint8Array(32).fill(7)),
};
const nowSeconds = 1_700_000_000;

const notifies = ['k8s.example.', 'other.example.', '.'].map((name) => {
  const octets = encodeQuery({ id: 0, name, type: 'SOA' });
  octets[2] = 4 << 3;
  return octets;
});

/** What anybody may send to the port that listens for NOTIFY. What is answered has the question of it. */
export const notifyTarget: Target = {
  seeds: [
    ...notifies,
    ...notifies.map((octets) => signMessage({ octets, key, timeSeconds: nowSeconds }).octets),
  ],
  words: [...wireWords, '\x20\x00', '\x24\x00', '\xc0\x00', '\x00\x06\x00\x01', '\x03k8s\x07example\x00'],
  maxOctets: 1024,
  check: (octets) => {
    const isOurs = (zone: string): boolean => zone === 'k8s.example.';
    const verdict = judgeNotify(octets, { isOurs, keys: [key], nowSeconds });
    if (verdict.kind !== 'taken') inOneLine(verdict.reason);
    if (verdict.kind === 'ignored') return;
    const [asked, answer] = [decodeMessage(octets), decodeMessage(verdict.answer)];
    ok(asked.kind === 'message' && answer.kind === 'message');
    ok(answer.response);
    equal(answer.id, asked.id);
    deepEqual(answer.questions, asked.questions);
    equal(answer.rcode, verdict.kind === 'taken' ? 0 : 9);
  },
};
