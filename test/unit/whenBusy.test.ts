import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whenBusy } from '../../src/whenBusy.ts';

let usedMs: number;
let times: number;
beforeEach(() => {
  vi.useFakeTimers();
  usedMs = 80;
  times = 0;
  whenBusy({ usedMs: () => usedMs, nowMs: Date.now }, () => {
    times += 1;
  });
});
afterEach(() => void vi.useRealTimers());

/** The process uses this share of one processor for so long. */
const use = (share: number, forMs: number): void => {
  for (let passedMs = 0; passedMs < forMs; passedMs += 10) {
    usedMs += share * 10;
    vi.advanceTimersByTime(10);
  }
};

test('a processor that is fully used for two thirds of a second means busy, and is said once', () => {
  use(1, 660);
  expect(times).toBe(0);
  use(1, 200);
  expect(times).toBe(1);
  use(1, 10_000);
  expect(times).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('more than a quarter for long means busy, too', () => {
  use(0.5, 1_900);
  expect(times).toBe(0);
  use(0.5, 1_200);
  expect(times).toBe(1);
});

test('what begins after hours is seen within two seconds, by one look a second', () => {
  use(0.01, 7_200_000);
  const looks = vi.spyOn(globalThis, 'setTimeout');
  use(0.01, 60_000);
  expect(looks.mock.calls.length).toBeGreaterThan(55);
  expect(looks.mock.calls.length).toBeLessThan(65);
  use(1, 1_700);
  expect(times).toBe(1);
});

test('a start of half a second, and a quarter for hours, are not busy', () => {
  use(1, 500);
  use(0, 2_000);
  use(1, 500);
  use(0.24, 7_200_000);
  expect(times).toBe(0);
});
