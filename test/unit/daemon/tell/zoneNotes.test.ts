import { expect, test } from 'vitest';
import { createForwardZone } from '../../../../src/controller/desired/createForwardZone.ts';
import type { NameContest } from '../../../../src/controller/desired/nameContests.ts';
import { createZoneNotes } from '../../../../src/daemon/tell/zoneNotes.ts';
import { objectRefText } from '../../../../src/model/objectRef.ts';
import { serviceKey } from '../../../../src/model/service.ts';
import { createLog } from '../../../../src/telemetry/log.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService, snapshotOf } from '../../records/snapshots.ts';
import { keptOutput } from '../../telemetry/support.ts';

const zone = 'k8s.example.';
const www = `www.${zone}`;

/** A zone that Services of other namespaces come to, each asking for `www`; the first is the oldest. */
const contested = () => {
  const out = keptOutput();
  const log = createLog({ level: 'info', format: 'json', out, env: {} });
  const reported: string[] = [];
  const contest = (_name: string, { losers }: NameContest): void =>
    void reported.push(...losers.map(objectRefText));
  const notes = createZoneNotes(log, { problem: () => undefined, contest });
  const options = { ...defaultRecordOptions(zone), allow: [{ scope: {}, patterns: ['**'] }] };
  const desired = createForwardZone({ options, others: [], ...notes });
  const put = (index: number, isThere = true): void => {
    const annotations = { 'k8s-bind.io/hostname': 'www.k8s.example' };
    const service = clusterIpService({ namespace: `n${index}`, createdMs: index + 1, annotations });
    desired.put(serviceKey(service), isThere ? snapshotOf(service) : undefined);
  };
  const lines = () =>
    out
      .text()
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { put, notes, lines, reported };
};

test('300 Services that request one name in one pass are one line that counts them, and each is reported once', () => {
  const { put, notes, lines, reported } = contested();
  for (let index = 299; index >= 0; index -= 1) put(index);
  notes.sayContests();
  expect(lines()).toMatchObject([{ code: 'contest', name: www, winner: 'Service n0/web', count: 299 }]);
  expect(lines()[0]?.['losers']).toHaveLength(20);
  expect([reported.length, new Set(reported).size]).toEqual([299, 299]);

  put(300);
  notes.sayContests();
  notes.sayContests();
  expect(lines().slice(1)).toMatchObject([{ count: 300 }]);
  expect(reported.slice(299)).toEqual(['Service n300/web']);
});

test('what comes and goes within one pass is not said, and the end of a contest is', () => {
  const { put, notes, lines } = contested();
  put(0);
  put(1);
  put(1, false);
  notes.sayContests();
  expect(lines()).toEqual([]);
  put(1);
  notes.sayContests();
  put(1, false);
  notes.sayContests();
  expect(lines().map(({ message }) => message)).toEqual([
    'Name requested by several objects: the first keeps it',
    'Name is requested by one object only now',
  ]);
});
