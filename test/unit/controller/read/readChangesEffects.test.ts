import { describe, expect, test } from 'vitest';
import { checkSerial, readChanges } from '../../../../src/controller/read/readChanges.ts';
import type { SoaResult, ZoneClient } from '../../../../src/server/zoneClient.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { testContext } from '../../../support/testContext.ts';
import { mirrorOf, transferOf } from '../../../support/transferOf.ts';

const away = { kind: 'unreachable', reason: 'away' } as const;
const firstWaitMs = 100;

/** Changes are read from the moment 1,000 on, of a zone that held this at serial 7. */
const read = async (transfer: ZoneClient['transfer'], text = '') => {
  let transfers = 0;
  const world = testContext(
    {
      transfer: (from, sink) => {
        transfers += 1;
        world.sleep(40);
        return transfer(from, sink);
      },
    },
    0.5,
  );
  world.sleep(1_000);
  const { standing, schedule, queue, desired } = world.context;
  const mirror = mirrorOf(standing.layout(), text);
  mirror.claim = standing.mirror()?.claim ?? [];
  standing.see(mirror);
  for (let times = 0; times < 4; times += 1) schedule.wait('read');
  schedule.doubt('incremental');
  // Names that are desired, of objects that nobody has changed.
  const context = { ...world.context, desired: { ...desired, names: () => new Set(['www.k8s.example.']) } };
  await readChanges(context);
  return { context, mirror, transfers, events: world.events, schedule, waits: [...queue.units()] };
};

describe('changes since the last reading', () => {
  test('are made in what is known, and only what they touch is looked at', async () => {
    const changes = { mode: 'incremental', added: 'a.ns.svc A 10.0.0.1\nmail A 10.0.0.2' } as const;
    const { context, mirror, schedule, events, waits } = await read(transferOf(changes));
    expect(context.standing.mirror() === mirror).toBe(true);
    expect([mirror.serial, [...mirror.territory.keys()]]).toEqual([9, [objectUnit('ns/a')]]);
    expect(waits).toEqual([objectUnit('ns/a'), nameUnit('mail.k8s.example.')]);
    expect([schedule.readDue(), schedule.compareDue(), schedule.lastReadAtMs()]).toEqual([
      'no',
      false,
      1_040,
    ]);
    expect(events).toEqual([{ kind: 'read', mode: 'incremental', serial: 9, durationMs: 40 }]);
    expect([schedule.wait('read'), context.answers.dueAtMs()]).toEqual([
      firstWaitMs,
      Number.POSITIVE_INFINITY,
    ]);
  });

  test('touch a name where another type comes to stand', async () => {
    const { waits } = await read(transferOf({ mode: 'incremental', added: 'mail HINFO a b' }));
    expect(waits).toEqual([nameUnit('mail.k8s.example.')]);
  });

  test('that come as the whole zone are compared with all that is desired', async () => {
    const { context, mirror, schedule } = await read(
      transferOf({ mode: 'full', added: 'a.ns.svc A 10.0.0.1' }),
    );
    expect([context.standing.mirror() === mirror, context.standing.mirror()?.serial]).toEqual([false, 9]);
    expect(schedule.compareDue()).toBe(true);
  });

  test('show what a unit holds without another transfer, up to 5,000 records', async () => {
    const lines = (count: number): string =>
      Array.from({ length: count }, (_, at) => `a.ns.svc A 10.0.${at >> 8}.${at & 255}`).join('\n');
    const few = await read(transferOf({ mode: 'incremental', added: lines(5_000) }));
    expect([few.transfers, few.context.ledger.totalRecords()]).toEqual([1, 5_000]);
    const many = await read(transferOf({ mode: 'incremental', added: lines(5_001) }));
    expect([many.transfers, many.context.ledger.totalRecords()]).toEqual([2, 5_001]);
  });

  test.each([
    ['before they began: what is known stays', transferOf({ result: away }), true],
    ['half way: nothing is known any more', transferOf({ mode: 'incremental', result: away }), false],
  ])('are cut off %s', async (_what, transfer, isKnown) => {
    const { context, schedule, events } = await read(transfer);
    expect(context.standing.mirror() !== undefined).toBe(isKnown);
    expect(events).toMatchObject([{ kind: 'read-failed', failure: away }]);
    expect([schedule.readDue(), schedule.notBeforeMs() > 1_040]).toEqual(['incremental', true]);
  });

  test('are not asked for where nothing is known', async () => {
    const { context, events } = testContext({ transfer: () => Promise.reject(new Error('asked')) });
    context.standing.unsee();
    await readChanges(context);
    expect(events).toEqual([]);
  });
});

describe('a delegation that comes or goes', () => {
  const looksEverywhere = async (
    text: string,
    changes: Parameters<typeof transferOf>[0],
  ): Promise<boolean> => {
    const { waits, context } = await read(transferOf({ mode: 'incremental', ...changes }), text);
    const isLooked = waits.includes(nameUnit('www.k8s.example.'));
    expect(context.answers.dueAtMs()).toBe(isLooked ? 1_040 : Number.POSITIVE_INFINITY);
    return isLooked;
  };

  test('has all names looked at, and some asked for', async () => {
    expect(await looksEverywhere('', { added: 'sub NS ns.example.' })).toBe(true);
    expect(await looksEverywhere('sub NS ns.example.', { removed: 'sub NS ns.example.' })).toBe(true);
    expect(await looksEverywhere('sub NS ns.example.', { added: 'sub DNAME there.example.' })).toBe(true);
  });

  test('is no news where it is as it was', async () => {
    const both = 'a NS ns.example.\nb NS ns.example.';
    expect(await looksEverywhere(both, {})).toBe(false);
    expect(await looksEverywhere(both, { removed: both, added: both })).toBe(false);
    const otherWay = both.split('\n').toReversed().join('\n');
    expect(await looksEverywhere(both, { removed: both, added: otherWay })).toBe(false);
    const three = `${both}\nc NS ns.example.`;
    for (const added of ['c b a', 'b c a', 'a c b', 'b a c', 'c a b'])
      expect(
        await looksEverywhere(three, {
          removed: three,
          added: added.replaceAll(/[abc]/g, '$& NS ns.example.\n').replaceAll(/^ /gm, ''),
        }),
      ).toBe(false);
  });
});

describe('the serial', () => {
  const ask = async (answer: SoaResult) => {
    const world = testContext({ soa: async () => answer }, 0.5);
    const { schedule, standing } = world.context;
    standing.see(mirrorOf(standing.layout(), ''));
    for (let times = 0; times < 4; times += 1) schedule.wait('read');
    world.sleep(1_000);
    await checkSerial(world.context);
    return { events: world.events, schedule };
  };

  test('is as it was: nobody touched the zone', async () => {
    const { events, schedule } = await ask({ kind: 'soa', serial: 7, negativeTtlSeconds: 5 });
    expect([events, schedule.readDue(), schedule.lastReadAtMs()]).toEqual([
      [{ kind: 'answered' }],
      'no',
      1_000,
    ]);
    expect(schedule.wait('read')).toBe(firstWaitMs);
  });

  test('is another: the changes are read', async () => {
    const { events, schedule } = await ask({ kind: 'soa', serial: 6, negativeTtlSeconds: 5 });
    expect([events, schedule.readDue()]).toEqual([[{ kind: 'answered' }], 'incremental']);
  });

  test('is not told: it is asked for again after a while', async () => {
    const { events, schedule } = await ask(away);
    expect(events).toMatchObject([{ kind: 'read-failed', failure: away }]);
    expect([schedule.readDue(), schedule.notBeforeMs() > 1_000]).toEqual(['no', true]);
  });
});
