import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createForwardZone } from '../../../../src/controller/desired/createForwardZone.ts';
import type { ZoneEnd, ZoneEvent } from '../../../../src/controller/zoneEvent.ts';
import { explainEvent } from '../../../../src/daemon/tell/explainEvent.ts';
import { createZoneLog, logEvent } from '../../../../src/daemon/tell/logEvent.ts';
import { createServiceEvents } from '../../../../src/daemon/tell/serviceEvents.ts';
import { createZoneNotes } from '../../../../src/daemon/tell/zoneNotes.ts';
import { serviceRef } from '../../../../src/model/objectRef.ts';
import { explainEnd } from '../../../../src/setup/explainEnd.ts';
import { waitForSessionKey } from '../../../../src/setup/waitForSessionKey.ts';
import { createLog } from '../../../../src/telemetry/log.ts';
import { PROBLEMS } from '../../../../src/telemetry/problems.ts';
import { spellClock } from '../../../../src/telemetry/spells.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { failures, loneFailures, omissions, readFailures } from '../../../support/failures.ts';
import { createTestStore } from '../../../support/testStore.ts';
import { config } from '../../config/support.ts';
import { keptOutput } from '../../telemetry/support.ts';

/** The file whose test makes a real name server give rise to a code that nothing here can. */
const ELSEWHERE: Readonly<Record<string, string>> = { noReverseZone: 'test/bind/reverse.test.ts' };

const zone = 'k8s.example.';
const facts = { zone, server: '192.0.2.53:53', keyName: 'k8s-bind' };
const claim = { owner: 'other', epoch: 1, territory: 'svc', holder: 'there/1', stopped: false };

const store = createTestStore();
store.put('default/web', '10.96.0.1');
store.putHeadless(
  'shop/many',
  Array.from({ length: 101 }, (_, index) => `10.1.0.${index + 1}`),
);

/** Everything that is said, as log lines and as Events on Services. */
const listen = () => {
  const out = keptOutput();
  const log = createLog({ level: 'info', format: 'json', out, env: {} });
  const reasons: string[] = [];
  const events = createServiceEvents({
    write: ({ object, reason }) => void reasons.push(`${object.namespace}/${object.name} ${reason}`),
    snapshot: store.snapshot,
  });
  const notes = createZoneNotes(log, events);
  const desired = createForwardZone({ options: defaultRecordOptions(zone), others: [], ...notes });
  for (const key of store.keys()) desired.put(key, store.snapshot(key));
  const happen = (event: ZoneEvent, claiming = false): void => {
    const found = explainEvent(event, { facts, desired, claiming });
    logEvent(createZoneLog(log, spellClock, { desired, totals: () => ({}) }), event, found);
    events.zone(event, found, desired);
  };
  const end = (how: ZoneEnd): void => {
    const explained = explainEnd({ zone, keyName: 'k8s-bind' }, how);
    if (explained !== undefined) log.error(explained.message, explained.fields);
  };
  return { log, notes, desired, happen, end, reasons, codes: () => codesIn(out.text()) };
};

const codesIn = (lines: string): readonly string[] => [
  ...new Set(
    lines
      .trim()
      .split('\n')
      .flatMap((line) => (JSON.parse(line) as { readonly code?: string }).code ?? []),
  ),
];

const quarantined = { kind: 'quarantined', retryMs: 5, attempts: 1 } as const;
const conflict = {
  kind: 'conflict',
  name: `web.${zone}`,
  origin: serviceRef('default/web'),
  reason: 'is taken',
} as const;

const happenEverything = ({ happen }: Pick<ReturnType<typeof listen>, 'happen'>): void => {
  for (const failure of readFailures) happen({ kind: 'read-failed', failure, retryMs: 5 });
  for (const claiming of [true, false])
    for (const outcome of failures)
      happen({ kind: 'update-failed', outcome, units: 1, retryMs: 5 }, claiming);
  for (const outcome of loneFailures) {
    happen({ ...quarantined, unit: nameUnit(`web.${zone}`), outcome });
    happen({ ...quarantined, unit: objectUnit('shop/many'), outcome });
  }
  for (const outcome of omissions) happen({ ...quarantined, unit: objectUnit('default/web'), outcome });
  happen({ kind: 'record-limit', unit: objectUnit('shop/many'), limit: 100 });
  happen(conflict);
  happen({
    kind: 'holding',
    unit: objectUnit('default/web'),
    origin: serviceRef('default/web'),
    waitsFor: 'an address',
  });
  happen({ kind: 'rrsets-refused', unit: objectUnit('default/web'), rrsets: [`_http._tcp.web.${zone} SRV`] });
  happen({ kind: 'wrong-answer', name: `web.${zone}`, type: 'A', found: 'refers to other servers' });
  happen({ kind: 'held-back', removals: 40, owned: 100, units: [objectUnit('default/web')] });
};

describe('every problem of the table', () => {
  test('has a place where it arises, and is logged there by its code', async () => {
    const said = listen();
    happenEverything(said);
    said.notes.onContest(`web.${zone}`, {
      winner: serviceRef('a/web'),
      sharers: [],
      losers: [serviceRef('default/web')],
    });
    said.notes.sayContests();
    said.notes.onProblems('default/web', [
      { kind: 'wildcard', object: serviceRef('default/web'), message: 'no' },
      { kind: 'cluster-only-target', object: serviceRef('default/web'), message: 'of no use' },
      { kind: 'wider-wildcard', object: serviceRef('default/web'), message: 'for more names' },
      { kind: 'shadowed-wildcard', object: serviceRef('default/web'), message: 'not at one name' },
    ]);
    said.end({ kind: 'fenced', by: claim });
    said.end({ kind: 'foreign-owner', claim });
    said.end({ kind: 'occupied', records: [], cuts: [], total: 3 });
    said.end({ kind: 'unreadable-claim', rdatas: ['"x"'] });
    said.end({ kind: 'other-view', otherView: 'internal' });
    const { zones } = config({ argv: ['run', '--zone', zone] });
    await waitForSessionKey({ log: said.log, exists: () => false }, zones, AbortSignal.abort());
    expect([...said.codes(), ...Object.keys(ELSEWHERE)].sort()).toEqual(Object.keys(PROBLEMS).sort());
  });

  test.each(Object.entries(ELSEWHERE))('%s arises in %s', (code, file) => {
    const text = readFileSync(join(import.meta.dirname, '../../../..', file), 'utf8');
    expect(text).toContain(`'${code}'`);
  });
});

describe('an Event', () => {
  test('reaches the Service that asks for the name, with the code as its reason', () => {
    const { happen, notes, reasons } = listen();
    happen({ ...quarantined, unit: nameUnit(`web.${zone}`), outcome: { kind: 'refused' } });
    happen({ kind: 'record-limit', unit: nameUnit(`web.${zone}`), limit: 100 });
    happen({ ...quarantined, unit: objectUnit('shop/many'), outcome: { kind: 'server-failure' } });
    happen(conflict);
    notes.onContest(`web.${zone}`, {
      winner: serviceRef('a/web'),
      sharers: [],
      losers: ['default/web', 'gone/web'].map(serviceRef),
    });
    notes.sayContests();
    expect(reasons).toEqual([
      'default/web RecordRefused',
      'default/web RecordLimit',
      'shop/many TooManyRecords',
      'default/web Conflict',
      'default/web Contest',
    ]);
  });

  test('is not written for what is the whole zone’s, nor for a name that nobody asks for any more', () => {
    const { happen, reasons } = listen();
    happen({ kind: 'update-failed', outcome: { kind: 'refused' }, units: 1, retryMs: 5 });
    happen({ ...quarantined, unit: nameUnit(`gone.${zone}`), outcome: { kind: 'refused' } });
    expect(reasons).toEqual([]);
  });
});
