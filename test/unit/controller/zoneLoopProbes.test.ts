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

describe('what was cut', () => {
  const everyMinute = async (): Promise<void> => {
    await world.time.run(60_000);
  };

  test('is tried with one record more after a minute, later each time, and nothing is read for it', async () => {
    limited.longest(db, 20);
    const one = await limited.running(() => limited.put(30));
    await world.time.run(5_000);
    limits.sent.length = 0;
    const adds = (): readonly number[] =>
      limits.sent.map(({ operations }) => operations.filter(({ kind }) => kind === 'add').length);
    await world.time.run(54_000);
    expect(adds()).toEqual([]);
    await world.time.run(2_000);
    expect(adds()).toEqual([1]);
    await world.time.run(117_000);
    expect(adds()).toEqual([1]);
    await world.time.run(3_000);
    expect([adds(), counts()]).toEqual([
      [1, 1],
      [20, 0],
    ]);
    expect([one.told('record-limit-ended'), one.told('update-failed')]).toEqual([[], []]);
    limited.longest(db, 25);
    await world.time.run(240_000);
    expect([counts(), one.told('record-limit-ended').length]).toEqual([[25, 0], 1]);
    expect(one.told('record-limit').at(-1)).toEqual({ kind: 'record-limit', unit, limit: 25 });
  });

  test('is whole once the server takes more, and what has another limit is left as it is', async () => {
    const other = `other.shop.svc.${zone}`;
    limits.records = (name) => ({ [db]: 20, [other]: 10 })[name] ?? Number.POSITIVE_INFINITY;
    const one = await limited.running(() => {
      limited.put(30);
      limited.put(30, 'shop/other');
    });
    expect([world.at(db).length, world.at(other).length]).toEqual([20, 10]);
    await world.time.run(5_000);
    limits.records = (name) => ({ [other]: 10 })[name] ?? Number.POSITIVE_INFINITY;
    limits.sent.length = 0;
    await everyMinute();
    await everyMinute();
    await everyMinute();
    expect([world.at(db).length, world.at(other).length]).toEqual([30, 10]);
    expect([...one.loop.view.limited().keys()]).toEqual([objectUnit('shop/other')]);
    expect(one.told('record-limit-ended')).toHaveLength(1);
    const written = one.events.flatMap((event) => (event.kind === 'written' ? [event] : [])).at(-1);
    expect(written).toMatchObject({ units: [unit], latenciesMs: [0] });
  });
});

describe('a type that was refused', () => {
  beforeEach(() => {
    limits.answerTo = ({ type, name }) => (type === 'SRV' && name.endsWith(db) ? 'refused' : undefined);
  });

  test('is tried whole, and when it is too long then as much of it is there as the server takes', async () => {
    const one = await limited.running(() => limited.putWithPort(30));
    expect(counts()).toEqual([30, 0]);
    await world.time.run(5_000);
    limits.answerTo = () => undefined;
    limited.longest(port, 20);
    limits.sent.length = 0;
    await world.time.run(56_000);
    expect(limits.sent[0]?.operations).toHaveLength(30);
    expect(counts()).toEqual([30, 20]);
    expect(one.told('record-limit')).toEqual([{ kind: 'record-limit', unit, limit: 20 }]);
    expect(one.told('record-limit-ended')).toHaveLength(1);
  });

  test('beside an RRset that is too long is left out, and that one cut; each is told once', async () => {
    limited.longest(db, 20);
    const one = await limited.running(() => limited.putWithPort(30));
    expect(counts()).toEqual([20, 0]);
    expect(one.told('record-limit')).toEqual([{ kind: 'record-limit', unit, limit: 20 }]);
    expect(one.told('rrsets-refused')).toEqual([{ kind: 'rrsets-refused', unit, rrsets: [`${port} SRV`] }]);
    expect([one.told('update-failed'), one.loop.view.quarantine().size]).toEqual([[], 0]);
  });

  test('beside another that still is, is not taken for that', async () => {
    const other = `_ssh._tcp.${db}`;
    const one = await limited.running(() =>
      limited.putWithPort(30, [
        { name: 'pg', port: 5432 },
        { name: 'ssh', port: 22 },
      ]),
    );
    await world.time.run(5_000);
    limits.answerTo = ({ name }) => (name === other ? 'refused' : undefined);
    limited.longest(port, 20);
    await world.time.run(200_000);
    expect([counts(), world.at(other)]).toEqual([[30, 20], []]);
    expect(one.loop.view.limited().get(unit)).toEqual(
      new Map([
        [`${other} SRV`, 0],
        [`${port} SRV`, 20],
      ]),
    );
    expect([one.loop.view.quarantine().size, one.told('update-failed')]).toEqual([0, []]);
  });

  test('is tried, and refused again: nothing is read for it', async () => {
    const one = await limited.running(() => limited.putWithPort(3));
    await world.time.run(5_000);
    const [before, reads] = [limits.sent.length, one.told('read').length];
    await world.time.run(58_000);
    expect([limits.sent.length - before, one.told('read').length - reads]).toEqual([1, 0]);
  });

  test('of a Service that is refused whole by now is tried with the whole alone', async () => {
    const one = await limited.running(() => limited.putWithPort(3));
    await world.time.run(5_000);
    limits.answerTo = ({ name }) => (name.endsWith(db) ? 'rejected' : undefined);
    limited.putWithPort(4);
    await world.time.run(1_000);
    expect([...one.loop.view.quarantine().keys()]).toEqual([unit]);
    const passes = one.passes();
    await world.time.run(120_000);
    expect(one.passes() - passes).toBeLessThan(50);
    const first = limits.sent.map(({ operations }) => operations.length);
    limits.answerTo = () => undefined;
    await world.time.run(600_000);
    expect([counts(), one.loop.view.quarantine().size, one.loop.view.limited().size]).toEqual([[4, 4], 0, 0]);
    expect(first.length).toBeLessThan(30);
  });

  test('is granted, and is there with all its records', async () => {
    const one = await limited.running(() => limited.putWithPort(3));
    limits.answerTo = () => undefined;
    await world.time.run(61_000);
    expect([counts(), one.loop.view.limited().size]).toEqual([[3, 3], 0]);
    expect(one.told('record-limit-ended')).toHaveLength(1);
  });

  test('is tried, and the server does not answer: the zone is read', async () => {
    const one = await limited.running(() => limited.putWithPort(3));
    await world.time.run(5_000);
    const before = limits.sent.length;
    limits.instead = () => ({ kind: 'unknown', reason: 'lost' });
    const reads = one.told('read').length;
    await world.time.run(56_000);
    expect([limits.sent.length > before, one.told('read').length > reads]).toEqual([true, true]);
    limits.instead = () => undefined;
    limits.answerTo = () => undefined;
    await world.time.run(150_000);
    expect(counts()).toEqual([3, 3]);
  });
});
