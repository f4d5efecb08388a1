import { expect, test } from 'vitest';
import type { ZoneEvent } from '../../../../src/controller/zoneEvent.ts';
import { zoneViewOf } from '../../../../src/controller/zoneView.ts';
import { createZoneHistory, rememberEvent } from '../../../../src/daemon/status/zoneHistory.ts';
import { zoneStatusOf } from '../../../../src/daemon/status/zoneStatusOf.ts';
import { explainEvent } from '../../../../src/daemon/tell/explainEvent.ts';
import { createZoneNotes } from '../../../../src/daemon/tell/zoneNotes.ts';
import { createLog } from '../../../../src/telemetry/log.ts';
import { readiness } from '../../../../src/telemetry/readiness.ts';
import type { ZoneStatus } from '../../../../src/telemetry/status.ts';
import { nameUnit } from '../../../../src/zone/unit.ts';
import { testContext } from '../../../support/testContext.ts';
import { goodStatus, keptOutput } from '../../telemetry/support.ts';

const zone = 'k8s.example.';
const facts = { zone, server: '192.0.2.53:53', keyName: 'k8s-bind' };
const claim = { owner: 'test', epoch: 1, territory: 'svc', holder: 'test/1', stopped: false };
const web = nameUnit(`web.${zone}`);

/** A zone that is written and in step, with what happens to it and what is said of it. */
const zoneInStep = () => {
  const { context } = testContext();
  context.schedule.settle();
  const history = createZoneHistory();
  const log = createLog({ level: 'silent', format: 'json', out: keptOutput(), env: {} });
  const ignore = () => undefined;
  const notes = createZoneNotes(log, { problem: ignore, contest: ignore });
  const { desired } = context;
  const status = (): ZoneStatus =>
    zoneStatusOf({
      view: zoneViewOf(context),
      server: { host: '192.0.2.53', port: 53 },
      fencedBy: undefined,
      nowMs: 0,
      monotonicMs: 0,
      desired,
      history,
      notes,
      facts,
    });
  return {
    context,
    happen: (event: ZoneEvent): void =>
      rememberEvent(history, event, {
        nowMs: () => 5,
        found: explainEvent(event, { facts, desired, claiming: false }),
      }),
    status,
    isReady: (): boolean =>
      readiness({ ...goodStatus, watches: [], zones: [status()] }).at(-1)?.ready === true,
  };
};

const waiting = { seenMs: 0, reason: 'changed' } as const;
const refused: ZoneEvent = { kind: 'update-failed', outcome: { kind: 'refused' }, units: 1, retryMs: 200 };
const read: ZoneEvent = { kind: 'read', mode: 'full', serial: 7, durationMs: 1 };
const written: ZoneEvent = {
  kind: 'written',
  units: [web],
  added: 1,
  removed: 0,
  octets: 60,
  durationMs: 1,
  latenciesMs: [],
  programmed: [],
  remaining: 0,
  changed: 1,
  notable: [],
};

test('a zone that was refused an update is behind until BIND has taken one, whatever is read meanwhile', () => {
  const { context, happen, status, isReady } = zoneInStep();
  expect([status().state, isReady()]).toEqual(['inStep', true]);
  context.queue.add(web, waiting);
  happen(refused);
  // Its time to wait is over, and it is tried again.
  expect(context.schedule.notBeforeMs()).toBe(0);
  expect(status().state).toBe('behind');
  happen(read);
  happen({ kind: 'answered' });
  expect([status().state, isReady()]).toEqual(['behind', false]);
  happen(written);
  expect([status().state, status().problem]).toEqual(['inStep', undefined]);
});

test('a zone that cannot be read is behind until it has been read, whatever is written meanwhile', () => {
  const { happen, status } = zoneInStep();
  happen({ kind: 'read-failed', failure: { kind: 'refused' }, retryMs: 200 });
  happen(written);
  expect(status()).toMatchObject({ state: 'behind', problem: { code: 'readRefused' } });
  happen(read);
  expect(status().state).toBe('inStep');
});

test('a zone is behind while the server keeps a request waiting', () => {
  const { happen, status } = zoneInStep();
  happen({ kind: 'no-answer-yet', waitedMs: 5_000 });
  expect(status().state).toBe('behind');
  happen({ kind: 'answered' });
  expect(status()).toMatchObject({ state: 'inStep', lastReadMs: 5 });
});

test('what the brake holds is said as it is now, also when a part of it has returned', () => {
  const { context, happen, status, isReady } = zoneInStep();
  const { brake, ledger } = context;
  const names = Array.from({ length: 60 }, (_, at) => nameUnit(`n${at}.${zone}`));
  for (const unit of names) ledger.setSource(unit, { kind: 'listed', rrsets: [] }, 1);
  brake.hold(new Map(names.map((unit) => [unit, 1])), 60);
  happen({ kind: 'held-back', removals: 60, owned: 60, units: names });
  expect([status().guard, isReady()]).toMatchObject([{ deletes: 60, owned: 60, sinceMs: 5 }, false]);
  for (const unit of names.slice(0, 30)) brake.release(unit);
  expect(status().guard).toMatchObject({ deletes: 30, message: expect.stringContaining('30 of the 60') });
  for (const unit of names) brake.release(unit);
  expect([status().guard, isReady()]).toEqual([undefined, true]);
});

test('what another writer put into the zone is shown shortened', () => {
  const { happen, status } = zoneInStep();
  const rdata = `"${'x'.repeat(5_000)}"`;
  const healing = [{ kind: 'delete-record', name: `web.${zone}`, type: 'TXT', rdata }] as const;
  happen({ kind: 'drift', unit: web, healing });
  expect(status().drift[0]?.found.length).toBeLessThanOrEqual(300);
});

test('who stands by holds nothing back, and is ready', () => {
  const { context, status, isReady } = zoneInStep();
  context.brake.hold(new Map([[web, 60]]), 60);
  expect(isReady()).toBe(false);
  context.standby.see(claim);
  expect(status()).toMatchObject({ state: 'standby', writtenBy: 'test/1' });
  expect([status().guard, isReady()]).toEqual([undefined, true]);
});
