import { describe, expect, test } from 'vitest';
import { readFull } from '../../../../src/controller/read/readFull.ts';
import { recallZone } from '../../../../src/controller/read/recallZone.ts';
import type { TransferResult, ZoneClient } from '../../../../src/server/zoneClient.ts';
import { formatClaim } from '../../../../src/zone/claim.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';
import { testContext } from '../../../support/testContext.ts';
import { mirrorOf, transferOf } from '../../../support/transferOf.ts';

const away = { kind: 'unreachable', reason: 'away' } as const;

const claim = { owner: 'test', epoch: 3, territory: 'svc,dns-version', holder: 'test/1', stopped: false };
const claimLine = `_k8s-bind 60 TXT ${formatClaim(claim)}\n`;

/** A step that takes 40 ms from the moment 1,000 on. */
const given = (transfer: ZoneClient['transfer']) => {
  const world = testContext(
    {
      transfer: (from, sink) => {
        world.sleep(40);
        return transfer(from, sink);
      },
    },
    0.5,
  );
  world.sleep(1_000);
  const { schedule } = world.context;
  for (let times = 0; times < 4; times += 1) schedule.wait('read');
  return { ...world, schedule };
};

/** The first wait after an answer, by what is drawn here. */
const firstWaitMs = 100;

describe('the whole zone', () => {
  test('replaces what was known, and is to be compared', async () => {
    const { context, events, schedule } = given(transferOf({ mode: 'full', added: 'a.ns.svc A 10.0.0.1' }));
    await readFull(context);
    const mirror = context.standing.mirror();
    expect([[...(mirror?.territory.keys() ?? [])], mirror?.serial]).toEqual([[objectUnit('ns/a')], 9]);
    expect(events).toEqual([{ kind: 'read', mode: 'full', serial: 9, durationMs: 40 }]);
    expect([schedule.compareDue(), schedule.lastReadAtMs()]).toEqual([true, 1_040]);
    expect(schedule.wait('read')).toBe(firstWaitMs);
  });

  test.each([
    ['at the start, nobody asks for names yet', false, Number.POSITIVE_INFINITY],
    ['later, some names are asked for', true, 1_040],
  ])('is read: %s', async (_what, isSettled, dueAtMs) => {
    const { context, schedule } = given(transferOf({ mode: 'full' }));
    if (isSettled) schedule.settle();
    await readFull(context);
    expect(context.answers.dueAtMs()).toBe(dueAtMs);
  });

  test('that cannot be read leaves what was known, and is tried again after a while', async () => {
    const { context, events, schedule } = given(
      transferOf({ mode: 'full', added: 'a.ns.svc A 10.0.0.1', result: away }),
    );
    const before = context.standing.mirror();
    await readFull(context);
    expect([context.standing.mirror() === before, before?.territory.size]).toEqual([true, 0]);
    expect(events).toMatchObject([{ kind: 'read-failed', failure: away, retryMs: expect.any(Number) }]);
    expect([schedule.compareDue(), schedule.notBeforeMs() > 1_040]).toEqual([false, true]);
  });
});

describe('what is remembered', () => {
  const recall = async (transfer: ZoneClient['transfer'], text = claimLine) => {
    const world = given(transfer);
    const { context } = world;
    const remembered = mirrorOf(context.standing.layout(), text);
    context.standing.unsee();
    const isRead = await recallZone(context, remembered);
    return { ...world, isRead, mirror: context.standing.mirror() };
  };
  const unchanged = (serial: number): TransferResult => ({ kind: 'complete', mode: 'unchanged', serial });

  test.each<[string, ZoneClient['transfer'], number, string]>([
    ['as it is where nothing has changed', transferOf({ result: unchanged(7) }), 7, 'unchanged'],
    [
      'with the changes since',
      transferOf({ mode: 'incremental', added: 'a.ns.svc A 10.0.0.1' }),
      9,
      'incremental',
    ],
  ])('counts %s, and the whole zone is read a while later', async (_what, transfer, serial, mode) => {
    const { isRead, mirror, schedule, events } = await recall(transfer);
    expect([isRead, mirror?.serial, mirror?.territory.size]).toEqual([true, serial, serial === 9 ? 1 : 0]);
    expect([schedule.compareDue(), schedule.nextFullAtMs()]).toEqual([true, 1_040 + 5_000]);
    expect(events).toEqual([{ kind: 'read', mode, serial, durationMs: 40 }]);
    expect([schedule.lastReadAtMs(), schedule.wait('read')]).toEqual([1_040, firstWaitMs]);
  });

  test('is put aside where the whole zone comes, which needs no second reading soon', async () => {
    const { isRead, mirror, schedule } = await recall(
      transferOf({ mode: 'full', added: 'a.ns.svc A 10.0.0.1' }),
    );
    expect([isRead, mirror?.claim, mirror?.territory.size]).toEqual([true, [], 1]);
    expect(schedule.nextFullAtMs()).toBeGreaterThan(1_040 + 5_000);
  });

  test.each<[string, ZoneClient['transfer'], string]>([
    ['the zone went back', transferOf({ result: unchanged(6) }), claimLine],
    ['it has no claim', transferOf({ result: unchanged(7) }), ''],
    [
      'it comes to two claims',
      transferOf({ mode: 'incremental', added: claimLine.replace('=3', '=4') }),
      claimLine,
    ],
    [
      'what it lacks is taken away',
      transferOf({ mode: 'incremental', removed: 'www A 192.0.2.1' }),
      claimLine,
    ],
  ])('counts nothing where %s: the whole zone is to be read', async (_what, transfer, text) => {
    const { isRead, mirror, schedule, events } = await recall(transfer, text);
    expect([isRead, mirror, schedule.compareDue(), events]).toEqual([false, undefined, false, []]);
  });

  test('is gone with a transfer that fails, which is waited out', async () => {
    const { isRead, mirror, events } = await recall(transferOf({ mode: 'incremental', result: away }));
    expect([isRead, mirror]).toEqual([true, undefined]);
    expect(events).toMatchObject([{ kind: 'read-failed', failure: away }]);
  });
});
