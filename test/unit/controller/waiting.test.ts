import { describe, expect, test } from 'vitest';
import { orOverdue } from '../../../src/controller/orOverdue.ts';
import { patientClient } from '../../../src/controller/patientClient.ts';
import { createSleeper } from '../../../src/controller/sleeper.ts';
import { noServer } from '../../support/testContext.ts';

/** Timers that go off when a test wants it. */
const handClock = () => {
  const timers: { delayMs: number; action: () => void; canceled: boolean }[] = [];
  return {
    timers,
    after: (delayMs: number, action: () => void) => {
      const timer = { delayMs, action, canceled: false };
      timers.push(timer);
      return { cancel: () => void (timer.canceled = true) };
    },
  };
};

describe('what is waited for so long at most', () => {
  test('is what comes of it, and no timer is left', async () => {
    const { timers, after } = handClock();
    expect(await orOverdue(Promise.resolve('done'), { limitMs: 7, after })).toBe('done');
    expect(timers.map(({ delayMs, canceled }) => [delayMs, canceled])).toEqual([[7, true]]);
    await expect(orOverdue(Promise.reject(new Error('no')), { limitMs: 7, after })).rejects.toThrow('no');
    expect(timers.every(({ canceled }) => canceled)).toBe(true);
  });

  test('is overdue when its time is over', async () => {
    const { timers, after } = handClock();
    const waiting = orOverdue(new Promise(() => undefined), { limitMs: 7, after });
    timers[0]?.action();
    expect(await waiting).toBe('overdue');
  });

  test('has its time from a moment on, and none where that does not come', async () => {
    const { timers, after } = handClock();
    const [never, later] = [new AbortController(), new AbortController()];
    expect(await orOverdue(Promise.resolve(1), { limitMs: 7, after, from: never.signal })).toBe(1);
    never.abort();
    expect(timers).toEqual([]);
    const waiting = orOverdue(new Promise(() => undefined), { limitMs: 7, after, from: later.signal });
    expect(timers).toEqual([]);
    later.abort();
    timers[0]?.action();
    expect(await waiting).toBe('overdue');
  });
});

describe('who sleeps', () => {
  test('wakes when it is time, or is woken', async () => {
    const { timers, after } = handClock();
    const { sleep, wake } = createSleeper({ nowMs: () => 100, after });
    const first = sleep(350);
    expect(timers[0]).toMatchObject({ delayMs: 250, canceled: false });
    timers[0]?.action();
    await first;
    const second = sleep(50);
    expect(timers[1]?.delayMs).toBe(0);
    wake();
    await second;
    expect(timers[1]?.canceled).toBe(true);
    void sleep(1e12);
    expect(timers[2]?.delayMs).toBe(3_600_000);
  });

  test('does not fall asleep when woken just before, and does the next time', async () => {
    const { timers, after } = handClock();
    const { sleep, wake } = createSleeper({ nowMs: () => 0, after });
    wake();
    await sleep(1000);
    expect(timers[0]?.canceled).toBe(true);
    let awake = false;
    void sleep(1000).then(() => (awake = true));
    await Promise.resolve();
    await Promise.resolve();
    expect([awake, timers[1]?.canceled]).toEqual([false, false]);
    wake();
    wake();
    await sleep(1000);
    expect(timers[2]?.canceled).toBe(true);
  });
});

test('a server that keeps a request waiting is told of, a transfer only until it has begun', async () => {
  const { timers, after } = handClock();
  const slow: number[] = [];
  const client = patientClient(
    {
      ...noServer,
      transfer: async (_from, sink) => {
        sink.begin('full');
        expect(timers.at(-1)?.canceled).toBe(true);
        return { kind: 'complete', mode: 'full', serial: 1 };
      },
    },
    after,
    (waitedMs) => void slow.push(waitedMs),
  );
  const begun: string[] = [];
  const sink = {
    begin: (mode: string) => void begun.push(mode),
    record: () => undefined,
    other: () => undefined,
  };
  const results = [
    await client.soa(),
    await client.update({ prerequisites: [], operations: [] }),
    await client.ask('web.z.', 'A'),
    await client.transfer(undefined, sink),
  ];
  expect(results.map(({ kind }) => kind)).toEqual(['unreachable', 'unreachable', 'not-known', 'complete']);
  expect(begun).toEqual(['full']);
  expect(timers.map(({ delayMs, canceled }) => [delayMs, canceled])).toEqual(timers.map(() => [5000, true]));
  expect(timers).toHaveLength(4);
  for (const { action } of timers) action();
  expect(slow).toEqual([5000, 5000, 5000, 5000]);
  const failing = patientClient(
    { ...noServer, transfer: async () => Promise.reject(new Error('no')) },
    after,
    () => undefined,
  );
  await expect(failing.transfer(undefined, sink)).rejects.toThrow('no');
  expect(timers.at(-1)?.canceled).toBe(true);
});
