import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { compareZone } from '../../../../src/controller/read/compareZone.ts';
import type { ZoneContext } from '../../../../src/controller/zoneContext.ts';
import { formatMarker, recordMark } from '../../../../src/zone/marker.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { testContext } from '../../../support/testContext.ts';
import { mirrorOf, transferOf } from '../../../support/transferOf.ts';

const zone = 'k8s.example.';
const web = objectUnit('shop/web');
const version = 'dns-version TXT "1.1.0"\n';
const written = 'web.shop.svc A 10.96.0.1\n_http._tcp.web.shop.svc SRV 0 100 80 web.shop.svc\n';

type Given = {
  readonly isSettled?: boolean;
  /** Nothing is desired but the version. */
  readonly isEmpty?: boolean;
  readonly before?: (context: ZoneContext) => void;
  readonly nowMs?: () => number;
};

/** The Service `shop/web` is desired, and the zone is read as this. */
const compare = async (there: string, { isSettled = true, isEmpty = false, before, nowMs }: Given = {}) => {
  let transfers = 0;
  const world = testContext({
    transfer: (from, sink) => {
      transfers += 1;
      return transferOf({ mode: 'full', added: there })(from, sink);
    },
  });
  const context = nowMs === undefined ? world.context : { ...world.context, nowMs };
  const { standing, schedule, queue, ledger } = context;
  if (!isEmpty) world.put('shop/web', '10.96.0.1');
  for (const unit of queue.units()) queue.remove(unit);
  if (isSettled) schedule.settle();
  standing.see(mirrorOf(standing.layout(), there));
  schedule.compareAgain();
  before?.(context);
  await compareZone(context);
  expect(schedule.compareDue()).toBe(false);
  return {
    context,
    transfers,
    events: world.events,
    waits: [...queue.units()].map((unit) => [unit, queue.get(unit)?.reason]),
    owned: ledger.totalRecords(),
  };
};

const compared = (units: number, differing: number) => ({ kind: 'compared', units, differing });

describe('a unit that is as it should be', () => {
  test('is counted, and nothing is done', async () => {
    const { events, waits, transfers, owned } = await compare(version + written);
    expect([events, waits, transfers, owned]).toEqual([[compared(2, 0)], [], 0, 3]);
  });

  test('waits no more, is refused no more, and is in step for who stands by', async () => {
    const { events, waits, context } = await compare(version + written, {
      before: ({ queue, quarantine, standby }) => {
        queue.add(web, { seenMs: 0, reason: 'changed' });
        quarantine.refuse(web, { kind: 'refused' });
        standby.noteBehind(web, 5, false);
      },
    });
    expect([events, waits]).toEqual([[{ kind: 'released', unit: web }, compared(2, 0)], []]);
    expect([context.quarantine.units().size, context.standby.graceEndMs()]).toEqual([0, undefined]);
  });

  test('is cut no more where it fits whole', async () => {
    const { context } = await compare(version + written, {
      before: ({ serverLimits }) => serverLimits.set(web, new Map([['web.shop.svc.k8s.example. A', 5]])),
    });
    expect(context.serverLimits.of(web)).toBeUndefined();
  });
});

describe('a unit that is not there', () => {
  test('is written: at the first sync as new, later as healing; and needs no reading', async () => {
    const first = await compare(version, { isSettled: false });
    expect([first.waits, first.transfers, first.owned]).toEqual([[[web, 'changed']], 0, 1]);
    const later = await compare(version, {
      before: ({ ledger }) => ledger.setSource(web, { kind: 'listed', rrsets: [] }, 9),
    });
    expect([later.waits, later.transfers, later.owned]).toEqual([[[web, 'drift']], 0, 1]);
    expect(later.events).toEqual([compared(1, 0)]);
  });

  test('though it was written: the server has left it out', async () => {
    const { context, waits, transfers, events } = await compare(version, {
      before: ({ ledger, desired }) => {
        ledger.setSource(web, desired.source(web), 2);
        ledger.doubt(web);
      },
    });
    expect([transfers, waits, events]).toEqual([1, [[web, 'changed']], [compared(1, 1)]]);
    expect(context.quarantine.hasOmissions(web)).toBe(true);
    expect([context.ledger.source(web), context.ledger.totalRecords()]).toEqual([undefined, 1]);
  });

  test('and is not desired either: it is forgotten', async () => {
    const gone = objectUnit('shop/gone');
    const { context, waits, owned } = await compare(version + written, {
      before: ({ ledger }) => ledger.setSource(gone, { kind: 'listed', rrsets: [] }, 9),
    });
    expect([waits, owned, context.ledger.source(gone)]).toEqual([[], 3, undefined]);
  });
});

describe('a unit that holds something else', () => {
  test('is read, and healed; it is no omission where nothing was written', async () => {
    const { context, waits, transfers, events, owned } = await compare(`${version}web.shop.svc A 10.96.0.9`);
    expect([transfers, waits, events, owned]).toEqual([1, [[web, 'drift']], [compared(2, 1)], 2]);
    expect(context.ledger.source(web)).toMatchObject({ rrsets: [{ rdatas: ['10.96.0.9'] }] });
    expect(context.quarantine.hasOmissions(web)).toBe(false);
    const first = await compare(`${version}web.shop.svc A 10.96.0.9`, { isSettled: false });
    expect([first.transfers, first.waits]).toEqual([1, [[web, 'changed']]]);
  });

  test('and is not desired goes', async () => {
    const { waits, transfers, owned } = await compare(version + written, { isEmpty: true });
    expect([transfers, waits, owned]).toEqual([1, [[web, 'drift']], 3]);
  });
});

describe('a name outside', () => {
  const object = { kind: 'Service', namespace: 'shop', name: 'web' };
  const markerOf = (owner: string): string =>
    `www._k8s-bind TXT ${formatMarker({ owner, object, marks: [recordMark(`www.${zone}`, { type: 'A', rdata: '10.96.0.1' })] })}\n`;

  test('is looked at where it has a mark of ours, and counted', async () => {
    const { waits, owned, context } = await compare(
      `${version}${written}www A 10.96.0.1\n${markerOf('test')}`,
    );
    expect([waits, owned]).toEqual([[[nameUnit(`www.${zone}`), 'drift']], 4]);
    expect(context.ledger.records(nameUnit(`www.${zone}`))).toBe(1);
  });

  test('is looked at where others have a mark beside ours', async () => {
    const there = `${version}${written}www A 10.96.0.1\n${markerOf('other')}${markerOf('test')}`;
    expect((await compare(there)).waits).toEqual([[nameUnit(`www.${zone}`), 'drift']]);
  });

  test('is left alone with a mark of others, and forgotten where it is gone', async () => {
    const { waits, owned } = await compare(`${version}${written}www A 10.96.0.1\n${markerOf('other')}`, {
      before: ({ ledger }) => ledger.setName(`old.${zone}`, 5),
    });
    expect([waits, owned]).toEqual([[], 3]);
  });

  test('that was written is confirmed', async () => {
    const there = `${version}${written}www A 10.96.0.1\n${markerOf('test')}`;
    const { waits, context } = await compare(there, {
      before: ({ ledger }) => {
        const held = {
          records: [{ type: 'A', ttlSeconds: 30, rdata: '10.96.0.7' }] as const,
          others: [],
          marker: [],
        };
        ledger.acknowledge(`www.${zone}`, held, 1);
        ledger.doubt(nameUnit(`www.${zone}`));
      },
    });
    expect([waits.length, context.quarantine.hasOmissions(nameUnit(`www.${zone}`))]).toEqual([1, true]);
  });
});

test('nothing is compared before the zone was read', async () => {
  const { context, events } = testContext();
  context.standing.unsee();
  await compareZone(context);
  expect(events).toEqual([]);
});

test('many units are compared by and by, so that everything else has its turn', async () => {
  let nowMs = 0;
  let isDone = false;
  const comparing = (async () => {
    await compare(version + written, { nowMs: () => (nowMs += 20) });
    isDone = true;
  })();
  await turn();
  expect(isDone).toBe(false);
  await comparing;
});
