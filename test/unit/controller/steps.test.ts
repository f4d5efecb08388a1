import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { claimZone } from '../../../src/controller/claim/claimZone.ts';
import { nextStep } from '../../../src/controller/nextStep.ts';
import { performStep } from '../../../src/controller/performStep.ts';
import { askAnswers } from '../../../src/controller/read/askAnswers.ts';
import { situationOf } from '../../../src/controller/situationOf.ts';
import { createSleeper } from '../../../src/controller/sleeper.ts';
import { lookOnly } from '../../../src/controller/write/lookOnly.ts';
import { writePass } from '../../../src/controller/write/writePass.ts';
import type { AskResult, ZoneClient } from '../../../src/server/zoneClient.ts';
import { applyRecord, emptyMirror } from '../../../src/zone/mirror.ts';
import { objectUnit } from '../../../src/zone/unit.ts';
import { testContext } from '../../support/testContext.ts';

const absorb = async (): Promise<void> => undefined;
const other = { owner: 'test', epoch: 2, territory: 'svc,dns-version', holder: 'there/2', stopped: false };

/** A server that refuses what has to do with these labels, and takes the rest; and what it was sent. */
const refusing = (label: string) => {
  const sent: string[] = [];
  const update: ZoneClient['update'] = async ({ operations }) => {
    const names = operations.map(({ name }) => name);
    if (names.length > 0) sent.push(names.join(' '));
    return names.some((name) => name.includes(label)) ? { kind: 'refused' } : { kind: 'applied' };
  };
  return { update, sent };
};

test('who stands by while a refused message was being split does not look at it without a pause', async () => {
  const { context, put } = testContext();
  put('default/a', '10.96.0.1');
  put('default/b', '10.96.0.2');
  context.queue.setApart([objectUnit('default/a')], [objectUnit('default/b')]);
  context.standby.see(other);
  context.standing.lose();
  await lookOnly(context);
  const situation = { ...situationOf(context, false), sourceSynced: true };
  const later = { nextSoaAtMs: 5, nextFullAtMs: 5 };
  expect(nextStep({ ...situation, ...later })).toMatchObject({ kind: 'wait' });
});

test('however many refused Services are tried again, what is new is written in the same pass', async () => {
  const { update, sent } = refusing('bad');
  const { context, put } = testContext({ update });
  for (let index = 0; index < 30; index += 1) {
    const unit = objectUnit(`n/bad${index}`);
    put(`n/bad${index}`, `10.96.1.${index}`);
    context.quarantine.refuse(unit, { kind: 'refused' });
    context.quarantine.retryNow(unit);
  }
  put('n/new', '10.96.0.9');
  await writePass(context, absorb);
  expect(sent.join(' ')).toContain('new.n.svc');
  expect(context.quarantine.isWaiting(objectUnit('n/bad0'))).toBe(true);
  expect(context.quarantine.isTrying(objectUnit('n/bad1'))).toBe(true);
});

test('that the whole zone is to be read is not forgotten for a reading of its changes', () => {
  const { schedule } = testContext().context;
  schedule.doubt('full');
  schedule.doubt('incremental');
  expect(schedule.readDue()).toBe('full');
  schedule.noteRead('full');
  schedule.doubt('incremental');
  expect(schedule.readDue()).toBe('incremental');
});

test('a territory that was occupied when the zone was read, and is not any more, ends nothing', async () => {
  const { context } = testContext({
    transfer: async (_from, sink) => {
      sink.begin('full');
      return { kind: 'complete', mode: 'full', serial: 2 };
    },
  });
  const mirror = emptyMirror(context.standing.layout());
  const record = {
    name: 'old.default.svc.k8s.example.',
    ttlSeconds: 5,
    type: 'A',
    rdata: '10.0.0.1',
  } as const;
  applyRecord(mirror, 'add', record);
  // A process that never held the claim.
  const fresh = { ...context, standing: { ...context.standing, heldEpoch: () => undefined } };
  expect(await claimZone(fresh, mirror)).toBeUndefined();
  expect(context.schedule.readDue()).toBe('full');
});

/** What was asked, and what is said of the answers, one after the other. */
const asking = async (answers: readonly AskResult[]) => {
  let next: AskResult = { kind: 'answered' };
  let asked = 0;
  const { update } = refusing('-');
  const ask: ZoneClient['ask'] = async () => {
    asked += 1;
    return next;
  };
  const { context, events, put } = testContext({ update, ask });
  put('a/web', '10.96.0.1');
  put('b/web', '10.96.0.2');
  await writePass(context, absorb);
  const counts: number[] = [];
  for (const answer of answers) {
    next = answer;
    asked = 0;
    await askAnswers(context);
    counts.push(asked);
  }
  const said = events.map(({ kind }) => kind).filter((kind) => kind.includes('answer'));
  return { said, counts, dueAtMs: context.answers.dueAtMs(), wrong: context.answers.wrong().length };
};

const hidden: AskResult = { kind: 'hidden', cause: 'delegation', found: 'refers to other servers' };
const unreached: AskResult = { kind: 'not-known', isReached: false };
const refused: AskResult = { kind: 'not-known', isReached: true };

test('what is answered wrongly stays so while the server cannot be asked', async () => {
  for (const away of [unreached, refused]) {
    const { said, wrong } = await asking([hidden, away]);
    expect(said).not.toContain('answers-right');
    expect(wrong).toBeGreaterThan(1);
  }
  expect((await asking([hidden, { kind: 'answered' }])).said.at(-1)).toBe('answers-right');
});

test('a server that does not answer one question is not asked the others, and is asked again', async () => {
  const { counts, dueAtMs } = await asking([{ kind: 'answered' }, unreached]);
  expect(counts[0]).toBeGreaterThan(1);
  expect(counts[1]).toBe(1);
  expect(dueAtMs).toBeLessThan(60_000);
});

test.each([
  ['the source syncs while the zone is read', 'during', ['begun', 'taken in', 'read']],
  ['the source has synced before', 'before', ['begun', 'taken in', 'read']],
  ['the source does not sync before the zone is read', 'never', ['begun', 'read']],
] as const)('the records are computed in the time that a transfer leaves: %s', async (_what, when, order) => {
  const told: string[] = [];
  const read = Promise.withResolvers<void>();
  const sleeper = createSleeper({ ...systemClock, nowMs: () => 0 });
  let synced = when === 'before';
  const { context } = testContext({
    transfer: async (_from, sink) => {
      told.push('begun');
      sink.begin('full');
      await read.promise;
      told.push('read');
      return { kind: 'complete', mode: 'full', serial: 2 };
    },
  });
  const source = { ...context.source, synced: () => synced };
  const step = performStep(
    { ...context, source },
    { kind: 'read-full' },
    {
      ...sleeper,
      absorb: async () => void told.push('taken in'),
    },
  );
  // Something else changes, and says nothing about the source.
  sleeper.wake();
  await turn();
  synced ||= when === 'during';
  sleeper.wake();
  await turn();
  read.resolve();
  await step;
  expect(told).toEqual(order);
});
