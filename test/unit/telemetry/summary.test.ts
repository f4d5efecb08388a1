import { describe, expect, test } from 'vitest';
import { serviceRef } from '../../../src/model/objectRef.ts';
import { findings } from '../../../src/telemetry/findings.ts';
import { createLatencyHistory } from '../../../src/telemetry/latencyHistory.ts';
import type { Status, UnitProblem } from '../../../src/telemetry/status.ts';
import { summaryOf } from '../../../src/telemetry/summary.ts';
import { verdictOf } from '../../../src/telemetry/verdict.ts';
import { goodStatus, goodZone } from './support.ts';

const problem: UnitProblem = {
  code: 'conflict',
  message: 'taken',
  fix: 'another name',
  name: 'web.k8s.example.',
  object: serviceRef('default/web'),
  sinceMs: 5,
};
const guard = { code: 'guarded', message: 'held back', fix: '', deletes: 4, owned: 9, sinceMs: 7 } as const;
const [services] = goodStatus.watches;
if (services === undefined) throw new Error('no watch');

const withZone = (zone: Partial<typeof goodZone>): Status => ({
  ...goodStatus,
  zones: [{ ...goodZone, ...zone }],
});
const withWatch = (watch: Partial<typeof services>): Status => ({
  ...goodStatus,
  watches: [{ ...services, ...watch }],
});

describe('the verdict', () => {
  test('is good when nothing is wrong, were it that a change or two are on their way', () => {
    expect(verdictOf(goodStatus)).toEqual({ kind: 'well', text: 'All is well' });
    expect(verdictOf(withZone({ pending: 2 }))).toMatchObject({ kind: 'well' });
    expect(
      verdictOf(withWatch({ synced: false, mayBeAbsent: true, problem: 'no such resource' })),
    ).toMatchObject({
      kind: 'well',
    });
  });

  const bad: readonly (readonly [string, Status])[] = [
    ['an object that cannot be understood', { ...goodStatus, unreadable: [{ object: 'a', message: 'b' }] }],
    ['a watch that fails after it was synced', withWatch({ problem: 'connection refused' })],
    ['a zone that is behind', withZone({ state: 'behind' })],
    ['a zone that was taken over', withZone({ state: 'fencedOut' })],
    ['a zone that cannot be written', withZone({ problem })],
    ['a deletion that is held back', withZone({ guard })],
    ['a name in conflict', withZone({ conflicts: [problem] })],
    ['what BIND refuses', withZone({ quarantined: [{ ...problem, retryMs: 0 }] })],
    ['what BIND takes in part', withZone({ limited: [problem] })],
    ['what stays for now', withZone({ held: [problem] })],
    ['what DNS cannot hold', withZone({ unpublishable: [problem] })],
  ];
  test.each(bad)('is bad for %s', (_what, status) => {
    expect(verdictOf(status)).toEqual({ kind: 'bad', text: '1 problem' });
    expect(findings(status)).toHaveLength(1);
  });

  test('is neither while nothing is wrong and this instance does not write', () => {
    expect(verdictOf(withZone({ state: 'starting' }))).toMatchObject({ kind: 'busy' });
    expect(verdictOf({ ...goodStatus, zones: [] })).toMatchObject({ kind: 'busy' });
    const undecided = { ...withZone({ state: 'starting' }), leadership: { kind: 'undecided' } } as const;
    expect(verdictOf(undecided)).toMatchObject({ kind: 'busy' });
    const standby = { kind: 'standby', holder: 'node-2' } as const;
    expect(verdictOf({ ...goodStatus, leadership: standby })).toEqual({
      kind: 'idle',
      text: 'standing by, node-2 writes',
    });
    expect(verdictOf(withZone({ state: 'standby', writtenBy: 'node-3' }))).toEqual({
      kind: 'idle',
      text: 'standing by, node-3 writes',
    });
  });
});

describe('the summary', () => {
  const past = { changes: [], latencies: [] };

  test('has what stops everything first, each with its zone, its view and its object', () => {
    const status = {
      ...withWatch({ problem: 'refused' }),
      zones: [
        { ...goodZone, view: 'inside', conflicts: [problem] },
        { ...goodZone, zone: 'b.', guard },
      ],
    };
    expect(
      summaryOf(status, past).findings.map(({ message, zone, object }) => [message, zone, object]),
    ).toEqual([
      ['Cannot watch services: refused', '', ''],
      ['held back', 'b.', ''],
      ['taken', 'k8s.example. (view inside)', 'Service default/web'],
    ]);
  });

  test('has a limit, and counts what is beyond it', () => {
    const conflicts = [...Array.from({ length: 300 }, () => problem), { ...problem, more: 40 }];
    const found = summaryOf(withZone({ conflicts }), past);
    expect(found.findings).toHaveLength(100);
    expect(found.findingCount).toBe(340);
    expect(found.verdict.text).toBe('340 problems');
  });

  test('has the last changes of all zones, newest first', () => {
    const zone = (name: string, atMs: readonly number[]) => ({
      zone: name,
      view: undefined,
      changes: atMs.map((at) => ({ atMs: at, kind: 'published', text: `${at}` })),
    });
    const changes = [zone('a.', [1, 3]), zone('b.', [2, 4])];
    expect(
      summaryOf(goodStatus, { changes, latencies: [] }).changes.map(({ zone, text }) => zone + text),
    ).toEqual(['b.4', 'a.3', 'b.2', 'a.1']);
  });

  test('has another revision when a zone was written or an object changed, and the same when nothing did', () => {
    const revision = (status: Status) => summaryOf(status, past).revision;
    expect(revision({ ...goodStatus, nowMs: 1 })).toBe(revision(goodStatus));
    expect(revision(withZone({ lastReadMs: 1 }))).toBe(revision(goodStatus));
    expect(revision(withZone({ serial: 8 }))).not.toBe(revision(goodStatus));
    expect(revision(withWatch({ lastEventMs: 1 }))).not.toBe(revision(goodStatus));
  });
});

describe('latencies', () => {
  test('are p50 and p99 of each minute of the last hour, within a fifth', () => {
    const history = createLatencyHistory();
    for (let index = 0; index < 100; index += 1) history.note(60_000, 10);
    history.note(60_000, 2_000);
    history.note(60_000, 2_000);
    history.note(120_000, 0);
    const [first, second, ...others] = history.minutes(130_000);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ atMs: 60_000, count: 102 });
    expect(first?.p50Ms).toBeGreaterThanOrEqual(10);
    expect(first?.p50Ms).toBeLessThanOrEqual(12);
    expect(first?.p99Ms).toBeGreaterThanOrEqual(2_000);
    expect(first?.p99Ms).toBeLessThanOrEqual(2_400);
    expect(second).toMatchObject({ count: 1, p50Ms: 1 });
    expect(history.minutes(61 * 60_000).map(({ atMs }) => atMs)).toEqual([120_000]);
    expect(history.minutes(120 * 60_000)).toEqual([]);
  });
});
