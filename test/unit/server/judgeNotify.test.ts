import { expect, test } from 'vitest';
import { encodeQuery } from '../../../src/dns/query.ts';
import { judgeNotify } from '../../../src/server/judgeNotify.ts';

const facts = { isOurs: (zone: string) => zone === 'k8s.example.', keys: [], nowSeconds: 0 };
const notify = (name: string, type = 'SOA'): Buffer => {
  const octets = encodeQuery({ id: 1, name, type });
  octets[2] = 4 << 3;
  return octets;
};

test('a NOTIFY for our zone is taken, and answered with its question', () => {
  const verdict = judgeNotify(notify('k8s.example.'), facts);
  expect(verdict).toMatchObject({ kind: 'taken', zone: 'k8s.example.' });
  if (verdict.kind !== 'taken') return;
  expect([...verdict.answer.subarray(0, 12)]).toEqual([0, 1, 0xa4, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  expect(verdict.answer.subarray(12)).toEqual(new Uint8Array(notify('k8s.example.').subarray(12)));
});

test('names are compared in lower case', () => {
  expect(
    judgeNotify(
      notify('k8s.example.').map((octet) => (octet === 0x6b ? 0x4b : octet)),
      facts,
    ).kind,
  ).toBe('taken');
});

test('another zone, another type, an answer and a query are not', () => {
  expect(judgeNotify(notify('other.example.'), facts).kind).toBe('refused');
  expect(judgeNotify(notify('k8s.example.', 'A'), facts)).toEqual({
    kind: 'ignored',
    reason: 'not about one SOA',
  });
  expect(judgeNotify(encodeQuery({ id: 1, name: 'k8s.example.', type: 'SOA' }), facts).kind).toBe('ignored');
  const answer = notify('k8s.example.');
  answer[2] = 0x80 | (4 << 3);
  expect(judgeNotify(answer, facts).kind).toBe('ignored');
});

test('every prefix of a NOTIFY is ignored', () => {
  const whole = notify('k8s.example.');
  for (let length = 0; length < whole.length; length += 1) {
    expect(judgeNotify(whole.subarray(0, length), facts).kind).toBe('ignored');
  }
});
