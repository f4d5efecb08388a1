import dnsPacket from 'dns-packet';
import { expect, test } from 'vitest';
import { type Connect, connect } from '../../../src/server/connection.ts';
import { createTransfer } from '../../../src/server/transfer.ts';
import { transferLimits } from '../../../src/server/transferLimits.ts';
import { type Answers, startHostileNameServer } from '../../support/hostileNameServer.ts';
import { transferAnswers } from '../../support/transferAnswers.ts';
import { waitFor } from '../../support/waitFor.ts';

const { zone, nowSeconds, soa, a, whole, message } = transferAnswers();

/** Timers that go off when a test wants it. */
const handClock = () => {
  const timers: { delayMs: number; action: () => void; canceled: boolean }[] = [];
  const after = (delayMs: number, action: () => void) => {
    const timer = { delayMs, action, canceled: false };
    timers.push(timer);
    return { cancel: () => void (timer.canceled = true) };
  };
  return { timers, after };
};

/** Starts an unsigned transfer; `told` grows with what it tells. */
const start = (
  server: { readonly host: string; readonly port: number },
  { fromSerial, limits = {}, ...deps }: Options = {},
) => {
  const told: string[] = [];
  const transfer = createTransfer({
    connect,
    server,
    keys: undefined,
    nowSeconds,
    randomId: () => 1,
    limits: { ...transferLimits, ...limits },
    ...deps,
  });
  const sink = {
    begin: (mode: string) => told.push(mode),
    negativeTtl: (seconds: number) => told.push(`negative ${seconds}`),
    record: (change: string, { name }: { name: string }) => told.push(`${change} ${name}`),
    other: () => undefined,
  };
  return { told, result: transfer({ zone, fromSerial }, sink) };
};

type Options = {
  readonly fromSerial?: number;
  readonly limits?: Partial<typeof transferLimits>;
  readonly connect?: Connect;
  readonly after?: ReturnType<typeof handClock>['after'];
};

const answering = (answer: (query: Buffer) => Answers) => startHostileNameServer(answer);

test('a transfer that falls silent is given up after half a minute without a message', async () => {
  await using server = await answering((query) => [message(query, { answers: [soa()] })]);
  const { timers, after } = handClock();
  const { result } = start(server, { after });
  await waitFor('the first message', () => timers.length === 3);
  expect(timers.map(({ delayMs, canceled }) => [delayMs, canceled])).toEqual([
    [30_000, true],
    [transferLimits.wholeMs, false],
    [30_000, false],
  ]);
  timers[2]?.action();
  expect(await result).toEqual({ kind: 'unknown', reason: 'no message of the transfer within 30000 ms' });
});

test('a transfer that has ended leaves no timer, and takes no message any more', async () => {
  await using server = await answering((query) => [message(query, {})]);
  const { timers, after } = handClock();
  const twice: Connect = (address, handlers) =>
    connect(address, {
      ...handlers,
      message: (octets) => {
        handlers.message(octets);
        handlers.message(octets);
      },
    });
  const { result, told } = start(server, { after, connect: twice });
  expect(await result).toEqual({ kind: 'complete', mode: 'full', serial: 7 });
  expect(told).toEqual(['negative 5', 'full', 'add web.k8s.example.']);
  expect(timers.every(({ canceled }) => canceled)).toBe(true);
  expect(timers).toHaveLength(3);
});

test('a transfer that is cut says by what, and is not whole', async () => {
  await using server = await answering(async function* (query) {
    yield message(query, { answers: whole.slice(0, 2) });
    throw new Error('the server ends');
  });
  expect(await start(server).result).toEqual({
    kind: 'unknown',
    reason: 'the transfer was cut: the server closed the connection',
  });
});

test('a transfer from where nothing listens is unreachable, not unknown', async () => {
  const server = await answering(() => []);
  const { host, port } = server;
  await server[Symbol.asyncDispose]();
  expect(await start({ host, port }).result).toMatchObject({ kind: 'unreachable' });
});

test('the whole zone is asked for by AXFR, its changes by IXFR from a serial', async () => {
  const asked: string[] = [];
  await using server = await answering((query) => {
    const { questions, authorities } = dnsPacket.decode(query);
    asked.push([questions?.[0]?.type, ...(authorities ?? []).map((one) => one.type)].join(' '));
    return [message(query, { answers: [soa()] }), message(query, { answers: [soa()], questions: [] })];
  });
  expect(await start(server).result).toMatchObject({ mode: 'full' });
  expect(await start(server, { fromSerial: 7 }).result).toMatchObject({ mode: 'unchanged' });
  expect(asked).toEqual(['AXFR', 'IXFR SOA']);
});

test('a transfer pauses after each 128 KiB, so that other things get their turn', async () => {
  const text = Array.from({ length: 120 }, () => 'x'.repeat(250));
  const part = [{ name: 'web.k8s.example', type: 'TXT', ttl: 5, data: text }];
  const parts = async (count: number): Promise<number> => {
    await using server = await answering((query) => [
      message(query, { answers: [soa()] }),
      ...Array.from({ length: count }, () => message(query, { answers: part, questions: [] })),
      message(query, { answers: [soa()], questions: [] }),
    ]);
    let pauses = 0;
    const counting: Connect = async (address, handlers) => {
      const opened = await connect(address, handlers);
      if (opened.kind === 'unreachable') return opened;
      const { connection } = opened;
      const pause = () => {
        pauses += 1;
        connection.pause();
      };
      return { ...opened, connection: { ...connection, pause } };
    };
    expect(await start(server, { connect: counting }).result).toMatchObject({ kind: 'complete' });
    return pauses;
  };
  // Each part has 30 KB.
  expect(await parts(4)).toBe(0);
  expect(await parts(5)).toBe(1);
  expect(await parts(9)).toBe(1);
  expect(await parts(14)).toBe(2);
});

test('a transfer may have as many records and octets as the limits say, and no more', async () => {
  const answers = [soa(), a('a.k8s.example'), a('b.k8s.example'), soa()];
  let octets = 0;
  await using server = await answering((query) => {
    const sent = message(query, { answers });
    octets = sent.length;
    return [sent];
  });
  expect(await start(server, { limits: { records: 2 } }).result).toMatchObject({ kind: 'complete' });
  expect(await start(server, { limits: { records: 1 } }).result).toMatchObject({
    reason: expect.stringMatching(/^found a transfer of more than 1 records/),
  });
  expect(await start(server, { limits: { octets } }).result).toMatchObject({ kind: 'complete' });
  expect(await start(server, { limits: { octets: octets - 1 } }).result).toMatchObject({
    reason: `found a transfer of more than ${octets - 1} octets, needed a zone that fits into memory`,
  });
});

test('a zone of its SOA alone is an empty zone, and its first SOA says how long nothing is remembered', async () => {
  await using server = await answering((query) => [message(query, { answers: [soa(), soa()] })]);
  const { result, told } = start(server);
  expect(await result).toEqual({ kind: 'complete', mode: 'full', serial: 7 });
  expect(told).toEqual(['negative 5', 'full']);
});

test('what makes no sense is told from what did not come', async () => {
  await using cut = await answering((query) => [message(query, {}).subarray(0, -3)]);
  expect(await start(cut).result).toMatchObject({ kind: 'unknown', isMalformed: true });
  await using other = await answering((query) => [message(query, { answers: [soa(), soa(undefined, 8)] })]);
  expect(await start(other).result).toEqual({
    kind: 'unknown',
    reason: 'SOA 8 inside a transfer of serial 7',
    isMalformed: true,
  });
  await using silent = await answering((query) => [message(query, { answers: [] })]);
  expect(await start(silent).result).toEqual({ kind: 'unknown', reason: 'the answer holds no records' });
});
