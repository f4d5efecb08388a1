import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeQuery } from '../../../../src/dns/query.ts';
import { signMessage } from '../../../../src/dns/tsig/signMessage.ts';
import { createTransferVerifier } from '../../../../src/dns/tsig/transferVerifier.ts';
import { type TsigKey, tsigSecret } from '../../../../src/dns/tsig/tsigKey.ts';

/*
 * BIND signs every message of a transfer, so a server that signs only now and then (RFC 8945 §5.3.1) is played
 * here. Its MACs are made from the RFC's text, without the code under test.
 */

const key: TsigKey = { name: 'k.', algorithm: 'hmac-sha256', secret: tsigSecret(Buffer.alloc(32, 9)) };
const timeSeconds = 1_800_000_000;
const requestMac = Buffer.alloc(32, 3);
const message = (number: number): Buffer => encodeQuery({ id: 7, name: `m${number}.example.`, type: 'AXFR' });

const timers = Buffer.from('00006b49d200012c', 'hex');
const variables = Buffer.concat([
  Buffer.from('016b0000ff000000000b686d61632d73686132353600', 'hex'),
  timers,
  Buffer.alloc(4),
]);
const withLength = (mac: Buffer): Buffer => Buffer.concat([Buffer.from([0, mac.length]), mac]);

/** The message with a TSIG record that holds `mac`. */
function withTsig(octets: Buffer, mac: Buffer): Buffer {
  const fields = Buffer.from('016b0000fa00ff00000000003d0b686d61632d73686132353600', 'hex');
  const end = Buffer.from('000700000000', 'hex');
  const signed = Buffer.concat([octets, fields, timers, withLength(mac), end]);
  signed.writeUInt16BE(1, 10);
  return signed;
}

/** A transfer of `count` messages of which those whose number is in `signed` carry a TSIG. */
function transfer(count: number, signed: (number: number) => boolean): readonly Buffer[] {
  let prior = requestMac;
  let running: Buffer[] = [];
  return Array.from({ length: count }, (_, number) => {
    const octets = message(number);
    running.push(octets);
    if (!signed(number)) return octets;
    const end = number === 0 ? variables : timers;
    prior = createHmac('sha256', key.secret)
      .update(Buffer.concat([withLength(prior), ...running, end]))
      .digest();
    running = [];
    return withTsig(octets, prior);
  });
}

function verify(messages: readonly Uint8Array[], id?: number) {
  const verifier = createTransferVerifier({ key, requestMac, ...(id === undefined ? {} : { id }) });
  const verdicts = messages.map((octets) => verifier.next(octets, timeSeconds));
  return { verdicts, kinds: verdicts.map(({ kind }) => kind), complete: verifier.complete() };
}

test('every message signed: all verified, and each comes back without its TSIG', () => {
  const { verdicts, complete } = verify(
    transfer(5, () => true),
    7,
  );

  expect(verdicts).toEqual([0, 1, 2, 3, 4].map((number) => ({ kind: 'verified', octets: message(number) })));
  expect(complete).toBe(true);
});

test('messages between signed ones are pending until the next signed one, up to 99 of them', () => {
  const messages = transfer(201, (number) => number % 100 === 0);
  const { kinds, complete } = verify(messages);

  expect(kinds.filter((kind) => kind === 'pending')).toHaveLength(198);
  expect([kinds[0], kinds[100], kinds[200]]).toEqual(['verified', 'verified', 'verified']);
  expect(complete).toBe(true);
  expect(verify(messages.slice(0, 200)).complete).toBe(false);
});

test('the hundredth message without a TSIG is refused, and everything after it', () => {
  const { kinds, verdicts, complete } = verify(transfer(103, (number) => number % 102 === 0));

  expect(kinds.slice(1, 100)).toEqual(Array.from({ length: 99 }, () => 'pending'));
  expect(verdicts[100]).toEqual({ kind: 'rejected', reason: 'unexpectedlyUnsigned' });
  expect(kinds[102]).toBe('rejected');
  expect(complete).toBe(false);
});

test('the first message must be signed', () => {
  const { kinds, complete } = verify(transfer(3, (number) => number > 0));

  expect(kinds).toEqual(['unsigned', 'unsigned', 'unsigned']);
  expect(complete).toBe(false);
});

test('nothing at all is not complete', () => {
  expect(verify([]).complete).toBe(false);
});

test.each<[string, (messages: Buffer[]) => void]>([
  ['a changed unsigned message', (messages) => void messages[2]?.writeUInt8(0xff, 14)],
  ['a message left out', (messages) => void messages.splice(2, 1)],
  ['two messages swapped', (messages) => void messages.splice(1, 2, message(2), message(1))],
  ['a message put in', (messages) => void messages.splice(2, 0, message(9))],
  ['a message twice', (messages) => void messages.splice(2, 0, message(2))],
])('%s makes the next signed one wrong', (_, change) => {
  const messages = [...transfer(6, (number) => number % 5 === 0)];
  change(messages);
  const { verdicts, complete } = verify(messages);

  expect(verdicts.at(-1)).toEqual({ kind: 'rejected', reason: 'badMac' });
  expect(complete).toBe(false);
});

test('a signed answer to another request cannot be spliced in', () => {
  const messages = [...transfer(3, () => true)];
  messages[1] = signMessage({ octets: message(1), key, timeSeconds, priorMac: requestMac }).octets;

  expect(verify(messages).kinds).toEqual(['verified', 'rejected', 'rejected']);
});

test('another id is refused', () => {
  expect(
    verify(
      transfer(1, () => true),
      8,
    ).verdicts,
  ).toEqual([{ kind: 'rejected', reason: 'wrongId' }]);
});

test('octets that are no message are malformed', () => {
  expect(verify([Buffer.alloc(5)]).verdicts).toMatchObject([{ kind: 'rejected', reason: 'malformed' }]);
});
