import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFreeOnce, type FreeOnce } from '../../../src/daemon/createFreeOnce.ts';

let freed: number;
let isWritten: boolean;
let once: FreeOnce;
beforeEach(() => {
  vi.useFakeTimers();
  freed = 0;
  isWritten = false;
  once = createFreeOnce({
    isWritten: () => isWritten,
    free: () => {
      freed += 1;
    },
    nowMs: Date.now,
  });
});
afterEach(() => void vi.useRealTimers());

test('memory is freed once, five seconds after the last change of zones that are written', () => {
  once.look();
  vi.advanceTimersByTime(60_000);
  expect(freed).toBe(0);
  isWritten = true;
  once.look();
  vi.advanceTimersByTime(4_000);
  once.look();
  vi.advanceTimersByTime(4_999);
  expect(freed).toBe(0);
  vi.advanceTimersByTime(1);
  expect(freed).toBe(1);
  once.look();
  vi.advanceTimersByTime(60_000);
  expect(freed).toBe(1);
});

test('where something changes all the time it is freed after a minute, and never after the end', () => {
  isWritten = true;
  for (let seconds = 0; seconds < 61; seconds += 1) {
    once.look();
    vi.advanceTimersByTime(1_000);
  }
  expect(freed).toBe(1);

  const other = createFreeOnce({ isWritten: () => true, free: () => (freed += 1), nowMs: Date.now });
  other.look();
  other.close();
  other.look();
  vi.advanceTimersByTime(60_000);
  expect(freed).toBe(1);
});
