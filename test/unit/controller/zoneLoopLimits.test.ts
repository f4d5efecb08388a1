import { beforeEach, describe, expect, test } from 'vitest';
import { objectUnit } from '../../../src/zone/unit.ts';
import type { WriteLimits } from '../../support/limitWrites.ts';
import type { TimedZone } from '../../support/timedZone.ts';
import { createLimitedZone, type LimitedZone } from './limitedZone.ts';

const zone = 'k8s.example.';
const db = `db.shop.svc.${zone}`;
const port = `_pg._tcp.${db}`;
const unit = objectUnit('shop/db');

let limited: LimitedZone;
let world: TimedZone;
let limits: WriteLimits;

beforeEach(() => {
  limited = createLimitedZone();
  ({ world, limits } = limited);
});

const counts = (): readonly number[] => [world.at(db).length, world.at(port).length];

describe('of an RRset that is longer than the server takes', () => {
  test.each([1, 2, 19, 20, 21, 28, 29])('%i of thirty records are there, and it is told', async (most) => {
    limited.longest(db, most);
    const one = await limited.running(() => limited.put(30));
    expect(counts()).toEqual([most, 0]);
    expect(one.told('record-limit')).toEqual([{ kind: 'record-limit', unit, limit: most }]);
    expect(one.loop.view.limited()).toEqual(new Map([[unit, new Map([[`${db} A`, most]])]]));
    expect([one.loop.view.quarantine().size, one.told('update-failed')]).toEqual([0, []]);
    expect(world.at(`api.shop.svc.${zone}`)).toHaveLength(1);
  });

  test('as many are there as it takes of each', async () => {
    limits.records = (name) => (name === db || name === port ? 25 : Number.POSITIVE_INFINITY);
    const one = await limited.running(() => limited.putWithPort(30));
    expect(counts()).toEqual([25, 25]);
    expect(one.loop.view.limited().get(unit)).toEqual(
      new Map([
        [`${db} A`, 25],
        [`${port} SRV`, 25],
      ]),
    );
  });

  test.each([
    [db, [25, 30]],
    [port, [30, 25]],
  ])(
    'beside another that fits, %s alone is cut, and its limit is the guess for others',
    async (name, there) => {
      limited.longest(name, 25);
      const one = await limited.running(() => limited.putWithPort(30));
      expect(counts()).toEqual(there);
      expect(one.loop.parts.serverLimits.usualRecords()).toBe(25);
    },
  );

  test('none goes while the limit of one is sought', async () => {
    limited.longest(db, 1);
    const seen: number[] = [];
    const one = await limited.running(() => {
      limits.instead = () => void seen.push(world.at(db).length);
      limited.put(30);
    });
    expect(seen.slice(seen.indexOf(1)).filter((records) => records === 0)).toEqual([]);
    expect(seen).toContain(1);
    expect(one.told('record-limit')).toHaveLength(1);
  });

  test('the limit is found with few messages', async () => {
    limited.longest(db, 47);
    await limited.running(() => limited.put(150));
    expect(world.at(db)).toHaveLength(47);
    expect(limits.sent.length).toBeLessThan(22);
  });
});

test('a failure that has passed is no limit: one more is taken, and then all at once', async () => {
  const one = await limited.running(() => {
    limits.instead = (message) => (message === 1 ? { kind: 'server-failure' } : undefined);
    limited.put(150);
  });
  // The whole, a record to see whether the zone takes any and its end, 100, 101, 150.
  expect([limits.sent.length, world.at(db).length]).toEqual([6, 150]);
  expect([one.told('record-limit'), one.loop.view.limited().size]).toEqual([[], 0]);
});

test.each([1, 30])(
  'a Service that fails whatever is left of it waits, with %i endpoints',
  async (records) => {
    limits.answerTo = ({ name }) => (name.endsWith(db) ? 'server-failure' : undefined);
    const one = await limited.running(() => limited.put(records));
    expect([counts(), one.loop.view.limited().size]).toEqual([[0, 0], 0]);
    expect(one.loop.view.quarantine().get(unit)?.outcome.kind).toBe('server-failure');
    // Cut to 20, 10, 5, 2 and 1 it is tried only where it is longer.
    expect(limits.sent).toHaveLength(3 + (records === 1 ? 0 : 5));
    await world.time.run(4_600);
    expect(limits.sent.length).toBeGreaterThan(3 + (records === 1 ? 0 : 5));
    limits.answerTo = () => undefined;
    await world.time.run(11_000);
    expect([counts(), one.loop.view.quarantine().size]).toEqual([[records, 0], 0]);
  },
);

describe('while a limit is sought', () => {
  test.each([4, 5, 6, 7, 8])(
    'message %i has no answer: nothing is cut, the zone is read, and then it is sought anew',
    async (silent) => {
      limited.longest(db, 21);
      const one = await limited.running(() => undefined);
      limits.instead = (message) => (message === silent ? { kind: 'unknown', reason: 'lost' } : undefined);
      const reads = one.told('read').length;
      limited.put(30);
      await world.time.run(50);
      expect([limits.sent.length, one.loop.view.limited().size, one.told('record-limit')]).toEqual([
        silent,
        0,
        [],
      ]);
      expect(one.told('update-failed')).toMatchObject([{ units: 1 }]);
      await world.time.run(400);
      expect(one.told('read').length - reads).toBe(1);
      expect([counts(), one.told('record-limit').length, one.told('update-failed').length]).toEqual([
        [21, 0],
        1,
        1,
      ]);
    },
  );

  test('one more is refused once and taken right after: that is no limit', async () => {
    const one = await limited.running(() => {
      limits.instead = (message) => (message === 1 || message === 5 ? { kind: 'server-failure' } : undefined);
      limited.put(30);
    });
    await world.time.run(3_000);
    expect([one.told('record-limit'), counts()]).toEqual([[], [30, 0]]);
  });

  test('the disk fills: what is refused then is no limit', async () => {
    let isFull = true;
    // The whole fails, there is room for 20 records, and none for one more.
    const one = await limited.running(() => {
      limits.instead = (message) =>
        isFull && (message === 1 || message > 4) ? { kind: 'server-failure' } : undefined;
      limited.put(30);
    });
    await world.time.run(10_000);
    expect([one.told('record-limit'), one.loop.view.limited().size, counts()]).toEqual([[], 0, [20, 0]]);
    isFull = false;
    await world.time.run(3_000);
    expect([one.told('record-limit'), counts()]).toEqual([[], [30, 0]]);
  });
});
