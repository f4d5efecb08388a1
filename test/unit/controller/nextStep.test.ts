import { describe, expect, test } from 'vitest';
import { nextStep, type Situation, type StandbySituation } from '../../../src/controller/nextStep.ts';

/** A zone that is read, claimed, compared and at rest until 9,000. */
const atRest = (change: Partial<Situation> = {}): Situation => ({
  nowMs: 1_000,
  notBeforeMs: 0,
  hasMirror: true,
  readDue: 'no',
  sourceSynced: true,
  hasClaim: true,
  standby: undefined,
  compareDue: false,
  readBackAtMs: undefined,
  nextFullAtMs: 90_000,
  workWaiting: false,
  nextRetryMs: undefined,
  limitProbeAtMs: undefined,
  holdEndAtMs: undefined,
  nextSoaAtMs: 9_000,
  answersDueAtMs: Number.POSITIVE_INFINITY,
  ...change,
});

const everything: Partial<Situation> = {
  notBeforeMs: 2_000,
  hasMirror: false,
  readDue: 'full',
  hasClaim: false,
  compareDue: true,
  readBackAtMs: 0,
  nextFullAtMs: 0,
  nextSoaAtMs: 0,
  workWaiting: true,
};

/** Each row is what `everything` comes to once the reasons of the rows before it are gone. */
test('the first reason wins, from waiting out a failure to asking for the serial', () => {
  const left: { -readonly [K in keyof Situation]?: Situation[K] } = { ...everything };
  const steps: string[] = [];
  const take = (...keys: readonly (keyof Situation)[]): void => {
    steps.push(nextStep(atRest(left)).kind);
    for (const key of keys) delete left[key];
  };
  take('notBeforeMs');
  take('hasMirror', 'readDue');
  left.readDue = 'incremental';
  take('readDue');
  take('hasClaim');
  take('compareDue');
  take('readBackAtMs');
  take('nextFullAtMs');
  take('workWaiting');
  take('nextSoaAtMs');
  take();
  expect(steps).toEqual([
    'wait',
    'read-full',
    'read-changes',
    'claim',
    'compare',
    'read-changes',
    'read-full',
    'write',
    'check-serial',
    'wait',
  ]);
});

test('nothing is claimed or written before every watch has synced', () => {
  const step = nextStep(atRest({ hasClaim: false, compareDue: true, sourceSynced: false }));
  expect(step).toEqual({ kind: 'wait', untilMs: Number.POSITIVE_INFINITY });
});

test.each<[string, Partial<Situation>, number]>([
  ['the next SOA query', {}, 9_000],
  ['a read-back', { readBackAtMs: 1_500 }, 1_500],
  ['a full transfer', { nextFullAtMs: 5_000 }, 5_000],
  ['the end of a quarantine', { nextRetryMs: 2_500 }, 2_500],
  ['the next try of the record limit', { limitProbeAtMs: 3_000 }, 3_000],
  ['the end of a wait', { notBeforeMs: 1_200, readDue: 'full' }, 1_200],
])('at rest it waits for %s', (_what, change, untilMs) => {
  expect(nextStep(atRest(change))).toEqual({ kind: 'wait', untilMs });
});

test('what waits and ended quarantines are written', () => {
  expect(nextStep(atRest({ workWaiting: true })).kind).toBe('write');
  expect(nextStep(atRest({ nextRetryMs: 900 })).kind).toBe('write');
  expect(nextStep(atRest({ nextRetryMs: 1_000 })).kind).toBe('write');
  expect(nextStep(atRest({ limitProbeAtMs: 900 })).kind).toBe('write');
});

describe('while another process writes the zone', () => {
  const standby: StandbySituation = { holderStopped: false, graceEndMs: undefined, lastReadAtMs: 500 };
  const watching = (change: Partial<Situation> = {}, by: Partial<StandbySituation> = {}) =>
    nextStep(atRest({ hasClaim: false, ...change, standby: { ...standby, ...by } }));

  test('what is due at this very moment is read', () => {
    expect(watching({ readBackAtMs: 1_000 }).kind).toBe('read-changes');
    expect(watching({ nextFullAtMs: 1_000 }).kind).toBe('read-full');
  });

  test('it looks at what waits, reads and compares, and writes nothing', () => {
    expect(watching({ workWaiting: true }).kind).toBe('look');
    expect(watching({ compareDue: true, workWaiting: true }).kind).toBe('compare');
    expect(watching({ readBackAtMs: 0 }).kind).toBe('read-changes');
    expect(watching({ nextFullAtMs: 0 }).kind).toBe('read-full');
    expect(watching({ nextSoaAtMs: 0 }).kind).toBe('check-serial');
    expect(watching()).toEqual({ kind: 'wait', untilMs: 9_000 });
  });

  test('it looks at what was refused or held when its time has come, and not before; probes are not its', () => {
    for (const due of ['nextRetryMs', 'holdEndAtMs'] as const) {
      expect(watching({ [due]: 1_000 }).kind).toBe('look');
      expect(watching({ [due]: 1_001 })).toEqual({ kind: 'wait', untilMs: 1_001 });
    }
    expect(watching({ limitProbeAtMs: 1_000 })).toEqual({ kind: 'wait', untilMs: 9_000 });
  });

  test('it claims at once when the other has stopped', () => {
    expect(watching({ workWaiting: true }, { holderStopped: true }).kind).toBe('claim');
  });

  test('it claims a zone that stays out of step, by a reading from after the grace', () => {
    expect(watching({}, { graceEndMs: 5_000 })).toEqual({ kind: 'wait', untilMs: 5_000 });
    expect(watching({}, { graceEndMs: 900, lastReadAtMs: 500 }).kind).toBe('check-serial');
    expect(watching({}, { graceEndMs: 900, lastReadAtMs: 950 }).kind).toBe('claim');
  });

  test('a failure is waited out, and a doubt is read first', () => {
    expect(watching({ notBeforeMs: 2_000 }, { holderStopped: true })).toEqual({
      kind: 'wait',
      untilMs: 2_000,
    });
    expect(watching({ readDue: 'incremental' }, { holderStopped: true }).kind).toBe('read-changes');
  });
});
