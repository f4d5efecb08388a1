import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { encodeQuery } from '../../../src/dns/query.ts';
import { signMessage, tsigOctets } from '../../../src/dns/tsig/signMessage.ts';
import { parseAlgorithm, type TsigKey, tsigAlgorithms, tsigSecret } from '../../../src/dns/tsig/tsigKey.ts';
import { findTsig } from '../../../src/dns/tsig/tsigRecord.ts';
import { verifyResponse } from '../../../src/dns/tsig/verifyResponse.ts';

const key: TsigKey = {
  name: 'k8s-bind',
  algorithm: 'hmac-sha256',
  secret: tsigSecret(Buffer.from('0123456789abcdef')),
};
const query = encodeQuery({ id: 0x1234, name: 'k8s.example.', type: 'SOA' });
const timeSeconds = 1_800_000_000;

/** A signed request and a signed answer to it. */
function exchange(changed: Partial<TsigKey> = {}) {
  const request = signMessage({ octets: query, key, timeSeconds });
  const answer = Buffer.from(query);
  answer.writeUInt16BE(0x8400, 2);
  const signed = signMessage({
    octets: answer,
    key: { ...key, ...changed },
    timeSeconds,
    priorMac: request.mac,
  });
  return { request, answer, signed };
}
const verify = (octets: Uint8Array, requestMac: Uint8Array, nowSeconds = timeSeconds) =>
  verifyResponse({ octets, key, requestMac, nowSeconds, id: 0x1234 });

test('a request carries a TSIG record over exactly the octets RFC 8945 §4.3 names', () => {
  const { octets, mac } = signMessage({ octets: query, key, timeSeconds, fudgeSeconds: 300 });

  const variables = [
    '086b38732d62696e6400',
    '00ff',
    '00000000', // name, class ANY, TTL
    '0b686d61632d73686132353600', // algorithm
    '00006b49d200',
    '012c',
    '0000',
    '0000', // time, fudge, error, other length
  ];
  const expected = createHmac('sha256', key.secret)
    .update(query)
    .update(Buffer.from(variables.join(''), 'hex'))
    .digest();
  expect(mac.toString('hex')).toBe(expected.toString('hex'));
  expect(octets.subarray(query.length).toString('hex')).toBe(
    `086b38732d62696e640000fa00ff00000000003d0b686d61632d7368613235360000006b49d200012c0020${expected.toString('hex')}123400000000`,
  );
  expect(octets.readUInt16BE(10)).toBe(1);
  expect(octets.length).toBe(query.length + tsigOctets(key));
});

test('times beyond 32 bits and names in any case are signed', () => {
  const { octets } = signMessage({
    octets: query,
    key: { ...key, name: 'K8S-Bind.' },
    timeSeconds: 2 ** 32 + 5,
  });

  expect(findTsig(octets)).toMatchObject({
    keyName: 'k8s-bind.',
    timeSeconds: 2 ** 32 + 5,
    originalId: 0x1234,
  });
});

test('a verified answer comes back as it was before it was signed', () => {
  const { request, answer, signed } = exchange();

  expect(verify(signed.octets, request.mac)).toEqual({ kind: 'verified', octets: answer, mac: signed.mac });
});

test('a forwarder may change the id of the header: the original one is restored (RFC 8945 §5.3)', () => {
  const { request, answer, signed } = exchange();
  const forwarded = Buffer.from(signed.octets);
  forwarded.writeUInt16BE(0xffff, 0);

  expect(verify(forwarded, request.mac)).toMatchObject({ kind: 'verified', octets: answer });
});

test('an answer without TSIG is unsigned, and one to another request is refused', () => {
  const { request, answer, signed } = exchange();

  expect(verify(answer, request.mac)).toEqual({ kind: 'unsigned' });
  expect(verify(signed.octets, Buffer.alloc(32))).toEqual({ kind: 'rejected', reason: 'badMac' });
  const other = verifyResponse({
    octets: signed.octets,
    key,
    requestMac: request.mac,
    nowSeconds: timeSeconds,
    id: 1,
  });
  expect(other).toEqual({ kind: 'rejected', reason: 'wrongId' });
});

test.each<[string, Partial<TsigKey>, string]>([
  ['another key', { name: 'other' }, 'badKey'],
  ['another algorithm', { algorithm: 'hmac-sha512' }, 'badKey'],
  ['another secret', { secret: tsigSecret(Buffer.from('0123456789abcdeg')) }, 'badMac'],
  ['a MAC cut shorter than the key says', { truncatedBits: 128 }, 'truncated'],
])('an answer signed with %s is refused', (_, changed, reason) => {
  const { request, signed } = exchange(changed);

  expect(verify(signed.octets, request.mac)).toEqual({ kind: 'rejected', reason });
});

test('a key with truncated MACs takes them that long, or whole', () => {
  const short = { ...key, truncatedBits: 128 };
  const verifyShort = (octets: Uint8Array, requestMac: Uint8Array) =>
    verifyResponse({ octets, key: short, requestMac, nowSeconds: timeSeconds }).kind;
  const request = signMessage({ octets: query, key: short, timeSeconds });
  const sign = (with_: TsigKey) =>
    signMessage({ octets: query, key: with_, timeSeconds, priorMac: request.mac }).octets;

  expect(request.mac).toHaveLength(16);
  expect(verifyShort(sign(short), request.mac)).toBe('verified');
  expect(verifyShort(sign(key), request.mac)).toBe('verified');
});

test('a MAC shorter than RFC 8945 §5.2.2.1 allows, or longer than the hash, is malformed', () => {
  const { request, signed } = exchange();
  const withMac = (mac: Buffer): Buffer => {
    const at = signed.octets.indexOf(signed.mac);
    const octets = Buffer.concat([signed.octets.subarray(0, at), mac, signed.octets.subarray(at + 32)]);
    octets.writeUInt16BE(mac.length, at - 2);
    const rdlength = at - 2 - 8 - 13 - 2;
    octets.writeUInt16BE(octets.readUInt16BE(rdlength) + mac.length - 32, rdlength);
    return octets;
  };

  expect(verify(withMac(signed.mac), request.mac).kind).toBe('verified');
  expect(verify(withMac(signed.mac.subarray(0, 16)), request.mac)).toEqual({
    kind: 'rejected',
    reason: 'truncated',
  });
  for (const mac of [
    signed.mac.subarray(0, 15),
    Buffer.alloc(0),
    Buffer.concat([signed.mac, Buffer.alloc(1)]),
  ]) {
    expect(verify(withMac(mac), request.mac)).toMatchObject({ kind: 'rejected', reason: 'malformed' });
  }
});

test('clocks may differ by the fudge, not by more, and both are reported', () => {
  const { request, signed } = exchange();

  expect(verify(signed.octets, request.mac, timeSeconds + 300).kind).toBe('verified');
  expect(verify(signed.octets, request.mac, timeSeconds - 300).kind).toBe('verified');
  expect(verify(signed.octets, request.mac, timeSeconds + 301)).toEqual({
    kind: 'rejected',
    reason: 'badTime',
    signedSeconds: timeSeconds,
    nowSeconds: timeSeconds + 301,
    fudgeSeconds: 300,
  });
});

test('a BADTIME whose MAC is wrong is refused, whatever time it tells', () => {
  const { request, signed } = exchange();
  const forged = Buffer.from(signed.octets);
  forged.writeUInt16BE(18, forged.length - 4);

  expect(verify(forged, request.mac)).toEqual({ kind: 'rejected', reason: 'badMac' });
});

test.each<[string, (octets: Buffer) => Buffer]>([
  ['is not last', (octets) => Buffer.concat([octets, Buffer.from('0000010001000000000000', 'hex')])],
  ['is cut', (octets) => octets.subarray(0, -1)],
  ['is of class IN', (octets) => octets.fill(1, query.length + 13, query.length + 14)],
  ['has a TTL', (octets) => octets.fill(1, query.length + 14, query.length + 15)],
  ['says that its MAC is longer', (octets) => octets.fill(0xff, query.length + 41, query.length + 42)],
])('a message whose TSIG %s is malformed', (_, change) => {
  const { request, signed } = exchange();
  const octets = change(Buffer.from(signed.octets));
  if (octets.length > signed.octets.length) octets.writeUInt16BE(2, 10);

  expect(verify(octets, request.mac)).toMatchObject({ kind: 'rejected', reason: 'malformed' });
});

const sign = (change: Partial<TsigKey>) => () =>
  signMessage({ octets: query, key: { ...key, ...change }, timeSeconds });

test('a message that ends with its TSIG where the header counts one more record is malformed', () => {
  const { request, signed } = exchange();
  const octets = Buffer.from(signed.octets);
  octets.writeUInt16BE(2, 10);

  expect(verify(octets, request.mac)).toMatchObject({ kind: 'rejected', reason: 'malformed' });
});

test('a key that must not be used is refused before anything is signed', () => {
  expect(sign({ secret: tsigSecret(Buffer.alloc(0)) })).toThrow('found an empty secret');
  expect(sign({ truncatedBits: 120 })).toThrow('found a MAC of 15 octets, needed 16 to 32');
  expect(sign({ truncatedBits: 264 })).toThrow('needed 16 to 32');
  expect(sign({ name: 'a..b' })).toThrow('an empty label');
});

test('a message that is full has no room for a TSIG', () => {
  const octets = Buffer.alloc(65_535 - tsigOctets(key) + 1);

  expect(() => signMessage({ octets, key, timeSeconds })).toThrow(
    expect.objectContaining({ code: 'messageTooLong' }),
  );
  expect(signMessage({ octets: octets.subarray(1), key, timeSeconds }).octets).toHaveLength(65_535);
});

test('algorithms are read as named.conf writes them', () => {
  for (const algorithm of Object.keys(tsigAlgorithms)) {
    expect(parseAlgorithm(algorithm)).toEqual({ kind: 'algorithm', algorithm });
  }
  expect(parseAlgorithm('HMAC-SHA256.')).toEqual({ kind: 'algorithm', algorithm: 'hmac-sha256' });
  expect(parseAlgorithm('hmac-sha512-256')).toEqual({
    kind: 'algorithm',
    algorithm: 'hmac-sha512',
    truncatedBits: 256,
  });
});

test.each([
  ['hmac-md5', 'no longer safe'],
  ['hmac-md5.sig-alg.reg.int', 'no longer safe'],
  ['hmac-sha3', 'an unknown algorithm'],
  ['sha256', 'an unknown algorithm'],
  ['', 'an unknown algorithm'],
  ['hmac-sha256-120', 'found 120 bits, needed a multiple of 8 from 128 to 256'],
  ['hmac-sha256-129', 'found 129 bits'],
  ['hmac-sha1-72', 'from 80 to 160'],
])('the algorithm "%s" is refused: %s', (text, reason) => {
  expect(parseAlgorithm(text)).toMatchObject({ kind: 'problem', message: expect.stringContaining(reason) });
});

test('a key that is printed shows no secret', () => {
  const hidden = tsigSecret(Buffer.from('hunter2 hunter2 hunter2'));
  const text =
    inspect({ ...key, secret: hidden }, { depth: null }) + JSON.stringify({ ...key, secret: hidden });

  for (const encoding of ['utf8', 'hex', 'base64'] as const)
    expect(text).not.toContain(hidden.export().toString(encoding));
});
