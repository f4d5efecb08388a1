import { describe, expect, test } from 'vitest';
import { readContents } from '../../../../src/controller/read/readContents.ts';
import type { TransferResult } from '../../../../src/server/zoneClient.ts';
import { formatMarker, recordMark } from '../../../../src/zone/marker.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { testContext } from '../../../support/testContext.ts';
import { mirrorOf, transferOf } from '../../../support/transferOf.ts';

const web = objectUnit('ns/web');
const api = objectUnit('ns/api');
const before = 'web.ns.svc A 10.0.0.1\napi.ns.svc A 10.0.0.2\nwww A 192.0.2.1\n';

/** What says that `www A 192.0.2.2` is ours. */
const marker = `www._k8s-bind TXT ${formatMarker({
  owner: 'test',
  object: { kind: 'Service', namespace: 'ns', name: 'www' },
  marks: [recordMark('www.k8s.example.', { type: 'A', rdata: '192.0.2.2' })],
})}`;

type Given = {
  /** What the zone holds now. */
  readonly now: string;
  readonly serial?: number;
  readonly result?: TransferResult;
};

/** The records of `ns/web` are read, where the zone was {@link before} at serial 7. */
const read = async ({ now, serial = 9, result = { kind: 'complete', mode: 'full', serial } }: Given) => {
  const { context, events } = testContext({ transfer: transferOf({ mode: 'full', added: now, result }) });
  const { standing, ledger, queue, schedule } = context;
  const known = mirrorOf(standing.layout(), before);
  standing.see(known);
  const isRead = await readContents(context, new Set([web]));
  return {
    isRead,
    events,
    isNew: standing.mirror() !== known,
    serial: standing.mirror()?.serial,
    waits: [...queue.units()],
    source: ledger.source(web),
    doubted: [...ledger.unconfirmed()],
    readBackAtMs: schedule.readBackAtMs(),
    isCompareDue: schedule.compareDue(),
    ledger,
  };
};

test('the records of a unit are known then, and it is looked at', async () => {
  const found = await read({ now: before, serial: 7 });
  expect(found).toMatchObject({ isRead: true, isNew: true, serial: 7, waits: [web], doubted: [] });
  expect(found.source).toEqual({
    kind: 'listed',
    rrsets: [{ name: 'web.ns.svc.k8s.example.', type: 'A', ttlSeconds: 30, rdatas: ['10.0.0.1'] }],
  });
  expect([found.ledger.totalRecords(), found.isCompareDue, found.readBackAtMs]).toEqual([
    1,
    false,
    undefined,
  ]);
});

test.each([
  ['a unit', before.replace('10.0.0.2', '10.0.0.9')],
  ['a unit that was lost', before.replace('api.ns.svc A 10.0.0.2', '')],
  ['a unit that came', `${before}db.ns.svc A 10.0.0.3`],
  ['a name', before.replace('192.0.2.1', '192.0.2.2')],
  ['a name that was lost', before.replace('www A 192.0.2.1', '')],
])('where %s is otherwise at the same serial, everything is compared', async (_what, now) => {
  const { isCompareDue, doubted } = await read({ now, serial: 7 });
  expect([isCompareDue, doubted]).toEqual([true, []]);
});

test('that a unit has none is known too', async () => {
  const found = await read({ now: '' });
  expect([found.source, found.ledger.sources().size, found.waits.includes(web)]).toEqual([
    undefined,
    0,
    true,
  ]);
});

describe('what has changed since the last reading is looked at', () => {
  test('a unit of the territory when the zone is read back', async () => {
    for (const now of ['api.ns.svc A 10.0.0.9', '', 'api.ns.svc A 10.0.0.2\ndb.ns.svc A 10.0.0.3']) {
      const found = await read({ now: `${now}\nwww A 192.0.2.1\nweb.ns.svc A 10.0.0.7` });
      expect(found.doubted).toEqual([now.includes('db') ? objectUnit('ns/db') : api]);
      expect(found.readBackAtMs).toBe(1_000);
      expect(found.waits).toEqual([web]);
    }
  });

  test('a name outside at once, with what is ours there', async () => {
    const found = await read({ now: before.replace('192.0.2.1', '192.0.2.2') });
    expect(found.waits).toEqual([nameUnit('www.k8s.example.'), web]);
    expect([found.doubted, found.readBackAtMs]).toEqual([[], undefined]);
    const ours = await read({ now: `${before.replace('192.0.2.1', '192.0.2.2')}${marker}` });
    expect(ours.ledger.records(nameUnit('www.k8s.example.'))).toBe(1);
    const gone = await read({ now: before.replace('www A 192.0.2.1', 'other A 192.0.2.1') });
    expect(gone.waits).toEqual([nameUnit('www.k8s.example.'), nameUnit('other.k8s.example.'), web]);
  });

  test('and nothing else: what is as it was, and a zone with the serial that was known', async () => {
    expect((await read({ now: before })).waits).toEqual([web]);
    const same = await read({ now: 'www A 192.0.2.9', serial: 7 });
    expect([same.waits, same.doubted, same.readBackAtMs]).toEqual([[web], [], undefined]);
  });
});

test('a zone that cannot be read is compared again', async () => {
  const result = { kind: 'unreachable', reason: 'away' } as const;
  const found = await read({ now: before, result });
  expect(found).toMatchObject({ isRead: false, isNew: false, serial: 7, waits: [], isCompareDue: true });
  expect(found.events).toMatchObject([{ kind: 'read-failed', failure: result }]);
});
