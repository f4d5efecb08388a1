/** An action that waits for its moment. */
type Due = { readonly atMs: number; readonly order: number; readonly action: () => void; cancelled: boolean };

/**
 * Time that stands still while anything is at work, and jumps to the next timer when nothing is. Everything
 * happens in one order, which the timers alone decide.
 */
export type VirtualTime = {
  readonly nowMs: () => number;
  readonly after: (delayMs: number, action: () => void) => { readonly cancel: () => void };
  /** Lets time run for so long, one timer after the other. */
  readonly run: (forMs: number) => Promise<void>;
  /** How many timers have gone off. */
  readonly fired: () => number;
};

/** More timers than this in so short a time are no work, but a circle. */
const mostTimers = 2_000;
const busyMs = 100;

export const createVirtualTime = (): VirtualTime => {
  const heap: Due[] = [];
  let nowMs = 0;
  let order = 0;
  let fired = 0;
  let busy = { sinceMs: 0, timers: 0 };
  const noteBusy = (): void => {
    if (nowMs - busy.sinceMs >= busyMs) busy = { sinceMs: nowMs, timers: 0 };
    busy.timers += 1;
    if (busy.timers > mostTimers)
      throw new Error(`Cannot go on: found ${mostTimers} timers within ${busyMs} ms, needed a rest`);
  };
  return {
    nowMs: () => nowMs,
    after: (delayMs, action) => {
      const due = { atMs: nowMs + Math.max(0, delayMs), order: order++, action, cancelled: false };
      push(heap, due);
      return {
        cancel: () => {
          due.cancelled = true;
        },
      };
    },
    run: async (forMs) => {
      const untilMs = nowMs + forMs;
      await settled();
      for (let due = heap[0]; due !== undefined && due.atMs <= untilMs; due = heap[0]) {
        pop(heap);
        if (due.cancelled) continue;
        nowMs = due.atMs;
        fired += 1;
        noteBusy();
        due.action();
        await settled();
      }
      nowMs = untilMs;
    },
    fired: () => fired,
  };
};

/** Promises and streams need no time: what they have to do is done when the event loop comes round. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const isBefore = (a: Due, b: Due): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

const push = (heap: Due[], due: Due): void => {
  let at = heap.push(due) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Due;
    if (!isBefore(due, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = due;
};

const pop = (heap: Due[]): void => {
  const last = heap.pop() as Due;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    const [left, right] = [heap[child], heap[child + 1]];
    if (left === undefined) break;
    if (right !== undefined && isBefore(right, left)) child += 1;
    const least = heap[child] as Due;
    if (!isBefore(least, last)) break;
    heap[at] = least;
    at = child;
  }
  heap[at] = last;
};
