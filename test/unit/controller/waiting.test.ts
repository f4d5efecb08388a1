import { describe, expect, test } from 'vitest';
import { isBelieved } from '../../../src/controller/claim/isBelieved.ts';
import { endpointsChangedMs } from '../../../src/controller/endpointsChangedMs.ts';
import { orOverdue } from '../../../src/controller/orOverdue.ts';
import { patientClient } from '../../../src/controller/patientClient.ts';
import { createSleeper } from '../../../src/controller/sleeper.ts';
import { createStanding } from '../../../src/controller/standing.ts';
import { unitsOfObject } from '../../../src/controller/unitsOfObject.ts';
import { objectRefKey, serviceRef } from '../../../src/model/objectRef.ts';
import { emptyMirror } from '../../../src/zone/mirror.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';
import { noServer, testContext } from '../../support/testContext.ts';

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
    expect(timers[0]?.delayMs).toBe(250);
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

describe('that the zone is not ours', () => {
  const record = { name: 'old.svc.k8s.example.', type: 'A' } as const;
  const end = (kind: string, more: object = {}) =>
    ({ kind, ...more }) as unknown as Parameters<typeof isBelieved>[1];
  const asked = async (areReadsSigned: boolean, what: ReturnType<typeof end>, outcome = 'applied') => {
    const updates: unknown[] = [];
    const { context, events } = testContext({
      areReadsSigned,
      update: async (content) => {
        updates.push(content);
        return { kind: outcome } as { kind: 'applied' };
      },
    });
    const believed = await isBelieved(context, what);
    return { believed, updates, due: context.schedule.readDue(), events: events.map(({ kind }) => kind) };
  };

  test('is believed where what was read is signed, or where the process ends by itself', async () => {
    const untouched = { believed: true, updates: [], due: 'no', events: [] };
    const occupied = end('occupied', { records: [record], cuts: [] });
    expect(await asked(true, occupied)).toMatchObject(untouched);
    expect(await asked(false, end('stopped'))).toMatchObject(untouched);
    expect(await asked(false, end('converged'))).toMatchObject(untouched);
    expect(await asked(false, end('occupied', { records: [], cuts: [] }))).toMatchObject(untouched);
  });

  test('is asked by a signed message that changes nothing, and believed where that is taken', async () => {
    const cut = { name: 'sub.svc.k8s.example.', type: 'NS' };
    for (const [records, cuts, name] of [
      [[record], [cut], record.name],
      [[], [cut], cut.name],
    ] as const)
      expect(await asked(false, end('occupied', { records, cuts }))).toMatchObject({
        believed: true,
        updates: [{ prerequisites: [{ kind: 'name-in-use', name }], operations: [] }],
        due: 'no',
        events: [],
      });
    expect((await asked(false, end('foreign'))).updates).toMatchObject([
      {
        prerequisites: [{ kind: 'rrset-equals', name: '_k8s-bind.k8s.example.', type: 'TXT' }],
        operations: [],
      },
    ]);
  });

  test('is not believed where that is not taken: the zone is read again', async () => {
    expect(await asked(false, end('foreign'), 'prerequisite-failed')).toMatchObject({
      believed: false,
      due: 'full',
      events: ['update-failed'],
    });
  });
});

describe('the time of a change of endpoints', () => {
  const slice = (name: string, changedMs?: number) => ({ name, changedMs });
  const of = (...slices: readonly object[]) =>
    ({ service: {}, slices }) as unknown as Parameters<typeof endpointsChangedMs>[0];
  const now = 100_000;
  const [a, b] = [slice('a', 99_000), slice('b', 98_000)];

  test('is the first of those that a Service has now and had not before', () => {
    expect(endpointsChangedMs(of(), of(a, b), now)).toBe(98_000);
    expect(endpointsChangedMs(of(b), of(a, b), now)).toBe(99_000);
    expect(endpointsChangedMs(of(slice('a', 90_000), b), of(a, b), now)).toBe(99_000);
  });

  test('is not told of a Service that has just come or is gone, or has the same endpoints', () => {
    expect(endpointsChangedMs(undefined, of(a), now)).toBeUndefined();
    expect(endpointsChangedMs(of(a), undefined, now)).toBeUndefined();
    expect(endpointsChangedMs(of(a), of(a), now)).toBeUndefined();
    expect(endpointsChangedMs(of(a), of(), now)).toBeUndefined();
    expect(endpointsChangedMs(of(), of(slice('a')), now)).toBeUndefined();
  });

  test('is not that of an earlier change, long after it', () => {
    const at = (changedMs: number) =>
      endpointsChangedMs(of(slice('a', changedMs)), of(slice('a', changedMs)), now);
    expect(at(90_000)).toBe(90_000);
    expect(at(89_999)).toBeUndefined();
  });
});

test('an object is pending as itself, a ServiceImport as the Service of its name too', () => {
  expect(unitsOfObject(objectRefKey(serviceRef('ns/web')))).toHaveLength(1);
  const ref = { kind: 'ServiceImport', namespace: 'ns', name: 'web' };
  expect(unitsOfObject(objectRefKey(ref))).toEqual([
    ...unitsOfObject(objectRefKey(ref)).slice(0, 1),
    ...unitsOfObject(objectRefKey(serviceRef('ns/web'))),
  ]);
});

test('a zone that is divided otherwise is neither read nor ours any more, and the epoch is remembered', () => {
  const layout = forwardLayout('z.', { podNames: false });
  const other = forwardLayout('z.', { podNames: true });
  const standing = createStanding(layout);
  const claim = { owner: 'me', epoch: 4, territory: 'svc', holder: 'here/1', stopped: false };
  const held = { claim, name: '_k8s-bind.z.', rdata: '"claim"', joined: false };
  standing.hold(held);
  const mirror = emptyMirror(layout);
  standing.see(mirror);
  standing.hold(held);
  expect([standing.mirror()?.claim, standing.claim(), standing.heldEpoch()]).toEqual([['"claim"'], held, 4]);
  standing.leave('"stopped"');
  expect([mirror.claim, standing.claim()]).toEqual([['"stopped"'], undefined]);
  standing.hold(held);
  standing.lose();
  expect([standing.claim(), standing.mirror()]).toEqual([undefined, mirror]);
  standing.hold(held);
  standing.divide(other);
  expect([standing.layout(), standing.configured]).toEqual([other, layout]);
  expect([standing.mirror(), standing.claim(), standing.heldEpoch()]).toEqual([undefined, undefined, 4]);
  standing.leave('"nothing is read"');
  standing.see(mirror);
  standing.unsee();
  expect(standing.mirror()).toBeUndefined();
});
