import { expect, test } from 'vitest';
import { createBrake } from '../../../../src/controller/write/brake.ts';
import { objectUnit, type UnitKey } from '../../../../src/zone/unit.ts';

const options = { share: 0.3, records: 20, allowMassDelete: false };
const gone = (...units: readonly (readonly [string, number])[]): ReadonlyMap<UnitKey, number> =>
  new Map(units.map(([key, records]) => [objectUnit(key), records]));

test('a small share, or a few records, goes at once', () => {
  const brake = createBrake(options);
  expect(brake.hold(gone(['ns/a', 30]), 100)).toBe(false);
  expect(brake.hold(gone(['ns/a', 20]), 20)).toBe(false);
  expect(brake.held().size).toBe(0);
});

test('a large share is held, and once something is held whatever else vanishes is held too', () => {
  const brake = createBrake(options);
  expect(brake.hold(gone(['ns/a', 31]), 100)).toBe(true);
  expect(brake.hold(gone(['ns/b', 1]), 100)).toBe(true);
  expect(brake.hold(gone(['ns/b', 1]), 100)).toBe(false);
  expect([...brake.held().values()]).toEqual([31, 1]);
});

test('what is held is released one by one, and the last one ends it', () => {
  const brake = createBrake(options);
  brake.hold(gone(['ns/a', 31], ['ns/b', 1]), 100);
  expect(brake.release(objectUnit('ns/a'))).toBe(false);
  expect(brake.isHeld(objectUnit('ns/b'))).toBe(true);
  expect(brake.release(objectUnit('ns/b'))).toBe(true);
  expect(brake.release(objectUnit('ns/b'))).toBe(false);
});

test('consent lets everything go until all is written, and what comes after is held again', () => {
  const brake = createBrake(options);
  brake.hold(gone(['ns/a', 31]), 100);
  expect(brake.consent()).toEqual([objectUnit('ns/a')]);
  expect(brake.hold(gone(['ns/a', 31]), 100)).toBe(false);
  brake.endConsent();
  expect(brake.hold(gone(['ns/c', 40]), 100)).toBe(true);
});

test('consent where nothing is held is none: it does not stand for later', () => {
  const brake = createBrake(options);
  expect(brake.consent()).toEqual([]);
  expect(brake.hold(gone(['ns/a', 31]), 100)).toBe(true);
});

test('with --allow-mass-delete nothing is held', () => {
  const brake = createBrake({ ...options, allowMassDelete: true });
  expect(brake.hold(gone(['ns/a', 100]), 100)).toBe(false);
});
