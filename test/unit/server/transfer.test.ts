import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { encodeQuery } from '../../../src/dns/query.ts';
import { connect } from '../../../src/server/connection.ts';
import { createPlainExchange } from '../../../src/server/createPlainExchange.ts';
import { createExchange } from '../../../src/server/exchange.ts';
import { createKeyRing } from '../../../src/server/keyRing.ts';
import { createTransfer } from '../../../src/server/transfer.ts';
import { type TransferLimits, transferLimits } from '../../../src/server/transferLimits.ts';
import { startHostileNameServer } from '../../support/hostileNameServer.ts';
import { type Rr, type Shape, transferAnswers } from '../../support/transferAnswers.ts';

const { zone, key, nowSeconds, soa, a, whole, message, signed } = transferAnswers();
const plain = (octets: Buffer): Uint8Array => octets;

/** A transfer from a server that answers like this, and the records that it told. */
const transfer = async (shape: Shape, { signing, serial }: { signing: boolean; serial?: number }) => {
  await using server = await startHostileNameServer((query) => [
    (signing ? signed : plain)(message(query, shape), query),
  ]);
  const told: string[] = [];
  const result = await createTransfer({
    connect,
    server,
    keys: signing ? createKeyRing(key, () => undefined) : undefined,
    nowSeconds,
    randomId: () => 4711,
  })(
    { zone, fromSerial: serial },
    {
      begin: (mode) => told.push(mode),
      record: (change, { name, type, rdata }) => told.push(`${change} ${name} ${type} ${rdata}`),
      other: (change, { name, type }) => told.push(`${change} ${name} ${type}`),
    },
  );
  return { result, told };
};

const unknown = (reason: RegExp) => ({ kind: 'unknown', reason: expect.stringMatching(reason) });

describe.each([
  ['without a key', false],
  ['signed with the right key', true],
])('a transfer %s', (_name, signing) => {
  test('that is as it should be is complete', async () => {
    expect(await transfer({}, { signing })).toEqual({
      result: { kind: 'complete', mode: 'full', serial: 7 },
      told: ['full', 'add web.k8s.example. A 192.0.2.1'],
    });
  });

  test('may have the question in other letters, and the names of its records too', async () => {
    const questions = [{ name: 'K8S.Example', type: 'AXFR', class: 'IN' }];
    const answers = [soa('K8S.example'), a('WEB.k8s.EXAMPLE'), soa()];
    expect(await transfer({ questions, answers }, { signing })).toMatchObject({
      result: { kind: 'complete' },
    });
  });

  test.each<[string, Shape, RegExp]>([
    ['is a query', { flags: 0x0400 }, /^a query came in place of an answer$/],
    ['has another opcode', { flags: 0xa400 }, /^the answer has the opcode 4, the query had 0$/],
    [
      'answers another question',
      { questions: [{ name: 'other.example', type: 'AXFR', class: 'IN' }] },
      /^the question of the answer is other\.example\. CLASS1 AXFR, ours was k8s\.example\. CLASS1 AXFR$/,
    ],
    [
      'answers for another class',
      { questions: [{ name: 'k8s.example', type: 'AXFR', class: 'CH' }] },
      /CLASS3 AXFR/,
    ],
    [
      'answers for another type',
      { questions: [{ name: 'k8s.example', type: 'A', class: 'IN' }] },
      /CLASS1 A,/,
    ],
    ['has no question', { questions: [] }, /^the question of the answer is missing/],
    [
      'begins with the SOA of another zone',
      { answers: [soa('other.example'), a('web.other.example'), soa('other.example')] },
      /^the SOA of "other\.example\." in a transfer of "k8s\.example\."$/,
    ],
    [
      'ends with the SOA of a zone below',
      { answers: [soa(), a('web.k8s.example'), soa('web.k8s.example')] },
      /^the SOA of "web\.k8s\.example\." in/,
    ],
    [
      'holds a name outside the zone',
      { answers: [soa(), a('web.k8s.example'), a('www.xk8s.example'), soa()] },
      /^a record at "www\.xk8s\.example\." in a transfer of "k8s\.example\."$/,
    ],
    [
      'holds the name above the zone',
      { answers: [soa(), a('example'), soa()] },
      /^a record at "example\." in/,
    ],
    [
      'holds a record of another class',
      { answers: [soa(), a('web.k8s.example', { class: 'CH' }), soa()] },
      /^a record of class 3 at "web\.k8s\.example\." in a transfer of class IN$/,
    ],
    [
      'begins with an SOA of another class',
      { answers: [{ ...soa(), class: 'HS' }, soa()] },
      /^a record of class 4 at/,
    ],
  ])('that %s counts for nothing', async (_what, shape, reason) => {
    expect((await transfer(shape, { signing })).result).toMatchObject(unknown(reason));
  });

  test('of changes is held to the same', async () => {
    const changes = (name: string) => [soa(), soa(undefined, 6), a('old.k8s.example'), soa(), a(name), soa()];
    const answers = changes('new.k8s.example');
    expect(await transfer({ answers }, { signing, serial: 6 })).toEqual({
      result: { kind: 'complete', mode: 'incremental', serial: 7 },
      told: ['incremental', 'remove old.k8s.example. A 192.0.2.1', 'add new.k8s.example. A 192.0.2.1'],
    });
    const foreign = { answers: changes('new.other.example') };
    expect((await transfer(foreign, { signing, serial: 6 })).result).toMatchObject(
      unknown(/^a record at "new\.other/),
    );
  });
});

describe('a transfer without an end', () => {
  const sink = { begin: () => undefined, record: () => undefined, other: () => undefined };

  /** What becomes of a transfer that begins well, and whose later messages are all the same. */
  const endless = async (limits: Partial<TransferLimits>, answers: readonly Rr[], everyMs = 0) => {
    await using server = await startHostileNameServer(async function* (query) {
      yield message(query, { answers: [soa()] });
      const octets = message(query, { answers, questions: [] });
      for (;;) {
        yield octets;
        if (everyMs > 0) await setTimeout(everyMs);
      }
    });
    const clock = { nowSeconds, randomId: () => 1 };
    const read = createTransfer({
      connect,
      server,
      keys: undefined,
      ...clock,
      limits: { ...transferLimits, ...limits },
    });
    return { result: await read({ zone, fromSerial: undefined }, sink), sentOctets: server.sentOctets() };
  };
  const many = Array.from({ length: 200 }, (_, index) => a(`x${index}.k8s.example`));

  test('is given up when it has too many records', async () => {
    const { result, sentOctets } = await endless({ records: 10_000 }, many);
    expect(result).toEqual(unknown(/^found a transfer of more than 10000 records, needed/));
    // What the sockets of both ends hold comes on top.
    expect(sentOctets).toBeLessThan(16 << 20);
  });

  test('is given up when it has too many octets, even if it holds nothing', async () => {
    const { result } = await endless({ octets: 100_000 }, []);
    expect(result).toEqual(unknown(/^found a transfer of more than 100000 octets, needed/));
  });

  test('is given up after its time, however steadily it drips', async () => {
    const { result } = await endless({ wholeMs: 150 }, [a('web.k8s.example')], 5);
    expect(result).toEqual(unknown(/^the transfer was not whole after 150 ms$/));
  });
});

test('a transfer without a key whose id is another counts for nothing', async () => {
  const { result } = await transfer({ id: (id) => id + 1 }, { signing: false });
  expect(result).toEqual(unknown(/^the answer has the id 4712, the query had 4711$/));
});

test.each<[string, Shape, object]>([
  ['no records', { answers: [] }, unknown(/^the answer holds no records$/)],
  ['no such name', { flags: 0x8403, answers: [] }, { kind: 'rejected', rcode: 'NXDOMAIN' }],
])('a transfer that is answered with %s is given up at once', async (_what, shape, result) => {
  expect((await transfer(shape, { signing: false })).result).toEqual(result);
});

test('a transfer whose second SOA is another one is no empty zone', async () => {
  const answers = [soa(), soa(undefined, 8)];
  const { result, told } = await transfer({ answers }, { signing: true });
  expect(result).toMatchObject(unknown(/^SOA 8 inside a transfer of serial 7$/));
  expect(told).toEqual([]);
});

test('a transfer that was refused may leave the question out', async () => {
  const { result } = await transfer({ flags: 0x8405, questions: [], answers: [] }, { signing: false });
  expect(result).toEqual({ kind: 'refused' });
});

test('a later message of a transfer may leave the question out, but not have another one', async () => {
  const [first, last] = [whole.slice(0, 1), whole.slice(1)];
  const second = async (questions: readonly object[]) => {
    await using server = await startHostileNameServer((query) => [
      message(query, { answers: first }),
      message(query, { answers: last, questions }),
    ]);
    const sink = { begin: () => undefined, record: () => undefined, other: () => undefined };
    const read = createTransfer({ connect, server, keys: undefined, nowSeconds, randomId: () => 1 });
    return await read({ zone, fromSerial: undefined }, sink);
  };
  expect(await second([])).toEqual({ kind: 'complete', mode: 'full', serial: 7 });
  expect(await second([{ name: 'other.example', type: 'AXFR' }])).toEqual(
    unknown(/^the question of the answer is other/),
  );
});

test.each<[string, Shape, RegExp]>([
  ['is a query', { flags: 0 }, /^a query came/],
  [
    'has another question',
    { questions: [{ name: 'other.example', type: 'SOA' }] },
    /^the question of the answer is other/,
  ],
])('an unsigned answer that %s counts for nothing', async (_what, shape, reason) => {
  await using server = await startHostileNameServer((query) => [
    message(query, { ...shape, answers: [soa()] }),
  ]);
  const exchange = createExchange({ connect }, server);
  const ask = createPlainExchange({ exchange, randomId: () => 1 });
  const result = await ask((id) => encodeQuery({ id, name: zone, type: 'SOA' }));
  expect(result).toEqual(unknown(reason));
  exchange.close();
});
