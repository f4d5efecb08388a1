import { expect, test } from 'vitest';
import { createServerLimits, cutOf, refusedOf } from '../../../../src/controller/write/serverLimits.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';

const [a, b] = [objectUnit('ns/a'), objectUnit('ns/b')];
const minute = 60_000;

const limitsAt = () => {
  let now = 0;
  return { limits: createServerLimits(() => now), sleep: (ms: number) => void (now += ms) };
};

test('what is left out whole is told apart from what is cut', () => {
  const allowance = new Map([
    ['a A', 0],
    ['a TXT', 5],
  ]);
  expect([...refusedOf(allowance)]).toEqual([['a A', 0]]);
  expect([...cutOf(allowance)]).toEqual([['a TXT', 5]]);
  expect(refusedOf().size + cutOf().size).toBe(0);
});

test('a unit that the server takes whole has no limit, and without any nothing is probed', () => {
  const { limits } = limitsAt();
  expect([limits.of(a), limits.probeAtMs(), limits.usualRecords()]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  limits.set(a, new Map());
  limits.set(b, undefined);
  expect([limits.units().size, limits.probeAtMs()]).toEqual([0, undefined]);
});

test('a unit that is cut is probed after a minute, and later each time that it stays cut', () => {
  const { limits, sleep } = limitsAt();
  limits.set(a, new Map([['a A', 5]]));
  expect(limits.probeAtMs()).toBe(minute);
  sleep(minute / 2);
  limits.set(b, new Map([['b A', 5]]));
  expect(limits.probeAtMs()).toBe(minute);
  const waits = [1, 2, 3, 4, 5].map(() => {
    limits.probeLater();
    return (limits.probeAtMs() ?? 0) - minute / 2;
  });
  expect(waits).toEqual([2, 4, 8, 15, 15].map((minutes) => minutes * minute));
  limits.probeNow();
  expect(limits.probeAtMs()).toBe(minute / 2);
  limits.probeAgain();
  expect(limits.probeAtMs()).toBe(minute / 2 + 15 * minute);
});

test('once nothing is cut any more all that was learned is forgotten', () => {
  const { limits } = limitsAt();
  limits.set(a, new Map([['a A', 5]]));
  limits.set(b, new Map([['b A', 5]]));
  limits.noteRecords(5);
  limits.probeLater();
  limits.set(a, undefined);
  expect([limits.usualRecords(), limits.probeAtMs()]).toEqual([5, 2 * minute]);
  limits.set(b, undefined);
  expect([limits.usualRecords(), limits.probeAtMs()]).toEqual([undefined, undefined]);
  limits.set(a, new Map([['a A', 5]]));
  expect(limits.probeAtMs()).toBe(minute);
});

test('the unit that was set last is the last of all, whatever its place was', () => {
  const { limits } = limitsAt();
  limits.set(a, new Map([['a A', 5]]));
  limits.set(b, new Map([['b A', 5]]));
  limits.set(a, new Map([['a A', 4]]));
  expect([...limits.units().keys()]).toEqual([a, b]);
  limits.setLast(a, new Map([['a A', 3]]));
  expect([...limits.units().keys()]).toEqual([b, a]);
  expect(limits.of(a)?.get('a A')).toBe(3);
});

test('what a unit is cut to is news once, and again when it is another, or was whole in between', () => {
  const { limits } = limitsAt();
  expect(limits.noteReported(a)).toBe(false);
  limits.set(a, new Map([['a A', 5]]));
  expect([limits.noteReported(a), limits.noteReported(a)]).toEqual([true, false]);
  limits.set(a, new Map([['a A', 5]]));
  expect(limits.noteReported(a)).toBe(false);
  for (const other of [
    new Map([['a A', 4]]),
    new Map([['a TXT', 4]]),
    new Map([
      ['a TXT', 4],
      ['a A', 4],
    ]),
  ]) {
    limits.set(a, other);
    expect([limits.noteReported(a), limits.noteReported(a)]).toEqual([true, false]);
  }
  limits.set(a, undefined);
  limits.set(a, new Map([['a TXT', 4]]));
  expect(limits.noteReported(a)).toBe(true);
});
