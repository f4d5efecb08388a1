import { expect, test } from 'vitest';
import { nextStep } from '../../../src/controller/nextStep.ts';
import { createZoneState, type ZoneState } from '../../../src/controller/zoneState.ts';
import { emptyMirror } from '../../../src/zone/mirror.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';

const layout = forwardLayout('z.', { podNames: false });
const now = { nowMs: 1_000, sourceSynced: true, changesWaiting: false };
const refused = { attempts: 1, outcome: { kind: 'refused' }, sinceMs: 0 } as const;

/** A zone that is read, claimed, compared and at rest until 9,000. */
const atRest = (change: Partial<ZoneState> = {}): ZoneState => ({
  ...createZoneState(layout),
  mirror: emptyMirror(layout),
  claim: { claim: { owner: 'me', epoch: 1, territory: '', holder: '' }, name: '_k8s-bind.z.', rdata: '""' },
  nextSoaAtMs: 9_000,
  nextFullAtMs: 90_000,
  ...change,
});

const everything: Partial<ZoneState> = {
  notBeforeMs: 2_000,
  mirror: undefined,
  readDue: 'full',
  claim: undefined,
  compareDue: true,
  readBackAtMs: 0,
  nextFullAtMs: 0,
  nextSoaAtMs: 0,
  dirty: new Map([['ns/web', 0]]),
};

/** Each row is what `everything` comes to once the reasons of the rows before it are gone. */
test('the first reason wins, from waiting out a failure to asking for the serial', () => {
  const left = { ...everything };
  const steps: string[] = [];
  const take = (...keys: readonly (keyof ZoneState)[]): void => {
    steps.push(nextStep(atRest(left), now).kind);
    for (const key of keys) delete left[key];
  };
  take('notBeforeMs');
  take('mirror', 'readDue');
  left.readDue = 'incremental';
  take('readDue');
  take('claim');
  take('compareDue');
  take('readBackAtMs');
  take('nextFullAtMs');
  take('dirty');
  take('nextSoaAtMs');
  take();
  expect(steps).toEqual([
    'wait',
    'readFull',
    'readChanges',
    'claim',
    'compare',
    'readChanges',
    'readFull',
    'write',
    'checkSerial',
    'wait',
  ]);
});

test('nothing is claimed or written before every watch has synced', () => {
  const step = nextStep(atRest({ claim: undefined, compareDue: true }), { ...now, sourceSynced: false });
  expect(step).toEqual({ kind: 'wait', untilMs: Number.POSITIVE_INFINITY });
});

test.each<[string, Partial<ZoneState>, number]>([
  ['the next SOA query', {}, 9_000],
  ['a read-back', { readBackAtMs: 1_500 }, 1_500],
  ['a full transfer', { nextFullAtMs: 5_000 }, 5_000],
  [
    'the end of a quarantine',
    { quarantine: new Map([['u', { ...refused, untilMs: 2_500, trying: false }]]) },
    2_500,
  ],
  ['the next try of the record limit', { limitProbeAtMs: 3_000 }, 3_000],
  ['the end of a wait', { notBeforeMs: 1_200, readDue: 'full' }, 1_200],
])('at rest it waits for %s', (_what, change, untilMs) => {
  expect(nextStep(atRest(change), now)).toEqual({ kind: 'wait', untilMs });
});

test('changes that wait, groups and ended quarantines are written', () => {
  expect(nextStep(atRest(), { ...now, changesWaiting: true }).kind).toBe('write');
  expect(nextStep(atRest({ groups: [['ns/web']] }), now).kind).toBe('write');
  const ended = new Map([['u', { ...refused, untilMs: 900, trying: false }]]);
  expect(nextStep(atRest({ quarantine: ended }), now).kind).toBe('write');
});

test('a unit that is being tried, or is held back by the guard, keeps nobody awake', () => {
  const trying = new Map([['u', { ...refused, untilMs: 0, trying: true }]]);
  expect(nextStep(atRest({ quarantine: trying, guarded: new Map([['u', 3]]) }), now).kind).toBe('wait');
});

test('deletions that a person allowed are written, also when the consent came in the middle of a pass', () => {
  const guarded = new Map([['u', 3]]);
  expect(nextStep(atRest({ guarded, deletionsAllowed: true }), now).kind).toBe('write');
  expect(nextStep(atRest({ deletionsAllowed: true }), now).kind).toBe('wait');
});
