import { expect, test } from 'vitest';
import { tsigSecret } from '../../../src/dns/tsig/tsigKey.ts';
import { findTsig } from '../../../src/dns/tsig/tsigRecord.ts';
import { connect } from '../../../src/server/connection.ts';
import { createKeyRing } from '../../../src/server/keyRing.ts';
import { createTransfer } from '../../../src/server/transfer.ts';
import { startHostileNameServer } from '../../support/hostileNameServer.ts';
import { transferAnswers } from '../../support/transferAnswers.ts';

const { zone, key, nowSeconds, soa, a, whole, message, signed } = transferAnswers();
const otherKey = { ...key, secret: tsigSecret(Buffer.alloc(32, 9)) };

/** The answer of a server that does not know the key (RFC 8945 §5.2.1): its TSIG has no MAC. */
const badKey = (query: Buffer): Buffer => {
  const tsig = findTsig(query);
  if (tsig === undefined) throw new Error('Cannot answer: the query has no TSIG, needed one');
  const macAt = query.length - 8 - tsig.mac.length;
  const octets = Buffer.concat([query.subarray(0, macAt), Buffer.alloc(2), query.subarray(query.length - 6)]);
  octets.writeUInt16BE(0x8409, 2);
  const lengthAt = tsig.offset + tsig.keyName.length + 1 + 8;
  octets.writeUInt16BE(octets.readUInt16BE(lengthAt) - tsig.mac.length, lengthAt);
  octets.writeUInt16BE(17, octets.length - 4);
  return octets;
};

/** A signed transfer: what came of it, what was told of it, and the queries the server saw. */
const transfer = async (
  answer: (query: Buffer, asked: number) => Iterable<Uint8Array>,
  { first = key, onReload = () => undefined as typeof key | undefined, skewSeconds = 0 } = {},
) => {
  const queries: Buffer[] = [];
  await using server = await startHostileNameServer((query) =>
    answer(query, queries.push(Buffer.from(query))),
  );
  const keys = createKeyRing(first, onReload);
  keys.setSkew(skewSeconds);
  const told: string[] = [];
  const result = await createTransfer({ connect, server, keys, nowSeconds, randomId: () => 4711 })(
    { zone, fromSerial: undefined },
    {
      begin: (mode) => told.push(mode),
      record: (change, { name, type }) => told.push(`${change} ${name} ${type}`),
      other: (change, { name, type }) => told.push(`other: ${change} ${name} ${type}`),
    },
  );
  return { result, told, queries };
};

const complete = { kind: 'complete', mode: 'full', serial: 7 };

test('a transfer with a key that was replaced meanwhile is asked for once more with the new one', async () => {
  const answer = (query: Buffer, asked: number) =>
    asked === 1 ? [badKey(query)] : [signed(message(query, {}), query)];
  const { result, queries } = await transfer(answer, { first: otherKey, onReload: () => key });
  expect(result).toEqual(complete);
  expect(queries).toHaveLength(2);
});

test('a transfer whose key is not known is asked for once, as long as there is no other key', async () => {
  const { result, queries } = await transfer((query) => [badKey(query)], { onReload: () => key });
  expect(result).toEqual({ kind: 'tsig-error', error: 'BADKEY' });
  expect(queries).toHaveLength(1);
});

test('a transfer whose new key is not known either is not asked for a third time', async () => {
  const { result, queries } = await transfer((query) => [badKey(query)], { onReload: () => otherKey });
  expect(result).toEqual({ kind: 'tsig-error', error: 'BADKEY' });
  expect(queries).toHaveLength(2);
});

test.each([
  ['refused', { flags: 0x8405, answers: [] }, { kind: 'refused' }],
  ['complete', {}, complete],
])(
  'a transfer that is %s is not asked for again, whatever key there is by now',
  async (_kind, shape, ended) => {
    const answer = (query: Buffer) => [signed(message(query, shape), query)];
    const { result, queries } = await transfer(answer, { onReload: () => otherKey });
    expect(result).toEqual(ended);
    expect(queries).toHaveLength(1);
  },
);

test('a transfer is signed at the time of the server, whose clock is ahead or behind', async () => {
  for (const skewSeconds of [100, -100]) {
    const before = nowSeconds();
    const { result, queries } = await transfer((query) => [signed(message(query, {}), query)], {
      skewSeconds,
    });
    expect(result).toEqual(complete);
    const { timeSeconds } = findTsig(queries[0] ?? Buffer.alloc(0)) ?? { timeSeconds: 0 };
    expect(timeSeconds - skewSeconds).toBeGreaterThanOrEqual(before);
    expect(timeSeconds - skewSeconds).toBeLessThanOrEqual(nowSeconds());
  }
});

test('an answer that is signed off our clock, or with another key, is not believed', async () => {
  const late = await transfer((query) => [signed(message(query, {}), query)], { skewSeconds: 1000 });
  expect(late.result).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(/s off our clock$/) });
  expect(late.told).toEqual([]);
  const foreign = await transfer((query) => [signed(message(query, {}), query)], { first: otherKey });
  expect(foreign.result).toMatchObject({
    kind: 'unknown',
    reason: expect.stringMatching(/TSIG is not valid/),
  });
  expect(foreign.told).toEqual([]);
});

test('an answer without a signature is not believed, and its reason is no more than a hint', async () => {
  const { result, told } = await transfer((query) => [message(query, {})]);
  expect(result).toEqual({ kind: 'unknown', reason: 'the answer is not signed' });
  expect(told).toEqual([]);
  const refused = await transfer((query) => [message(query, { flags: 0x8405, answers: [] })]);
  expect(refused.result).toEqual({
    kind: 'unknown',
    reason: 'the answer REFUSED is not signed',
    unsignedRcode: 'REFUSED',
  });
});

test('a transfer whose closing SOA nobody has signed is not complete', async () => {
  const { result } = await transfer((query) => [
    signed(message(query, { answers: whole.slice(0, 2) }), query),
    message(query, { answers: [soa()], questions: [] }),
  ]);
  expect(result).toEqual({ kind: 'unknown', reason: 'the last message of the transfer is not signed' });
});

test('a signed transfer tells records that are not ours to write apart, and of DNSSEC nothing', async () => {
  const answers = [
    soa(),
    a('web.k8s.example'),
    { name: 'web.k8s.example', type: 'HINFO', ttl: 5, data: { cpu: 'a', os: 'b' } },
    { name: 'web.k8s.example', type: 'UNKNOWN_65534', ttl: 5, data: Buffer.from([1, 2]) },
    soa(),
  ];
  const { result, told } = await transfer((query) => [signed(message(query, { answers }), query)]);
  expect(result).toEqual(complete);
  expect(told).toEqual(['full', 'add web.k8s.example. A', 'other: add web.k8s.example. HINFO']);
});
