/**
 * How long changes took from being seen to being in a zone, minute by minute for the last hour. It keeps
 * counts in classes a fifth wider than the one before, not the times themselves: an hour is 60 times 96
 * numbers, however much happens.
 */
export type LatencyHistory = {
  /** `atMs` is in milliseconds since 1970. */
  readonly note: (atMs: number, latencyMs: number) => void;
  /** The minutes of the last hour in which something was written, oldest first. */
  readonly minutes: (nowMs: number) => readonly LatencyMinute[];
};

export type LatencyMinute = {
  /** When the minute began. */
  readonly atMs: number;
  readonly count: number;
  /** Half of the changes took no longer. */
  readonly p50Ms: number;
  /** All but one of a hundred took no longer. */
  readonly p99Ms: number;
};

const minuteMs = 60_000;
const minutesKept = 60;
const classes = 96;
const growth = 1.2;

/** The class of a time: 1 ms and less in the first, more than eight hours in the last. */
const classOf = (latencyMs: number): number =>
  Math.min(classes - 1, Math.max(0, Math.ceil(Math.log(latencyMs) / Math.log(growth)) || 0));

export const createLatencyHistory = (): LatencyHistory => {
  const counts = new Map<number, Uint32Array>();
  return {
    note: (atMs, latencyMs) => {
      const minute = Math.floor(atMs / minuteMs);
      const there = counts.get(minute) ?? new Uint32Array(classes);
      there[classOf(latencyMs)]! += 1;
      counts.set(minute, there);
      for (const old of counts.keys()) if (old <= minute - minutesKept) counts.delete(old);
    },
    minutes: (nowMs) =>
      [...counts]
        .filter(([minute]) => minute > Math.floor(nowMs / minuteMs) - minutesKept)
        .sort(([a], [b]) => a - b)
        .map(([minute, there]) => ({
          atMs: minute * minuteMs,
          count: there.reduce((sum, count) => sum + count, 0),
          p50Ms: quantile(there, 0.5),
          p99Ms: quantile(there, 0.99),
        })),
  };
};

/** The upper end of the class in which this share of the counts is reached, in milliseconds. */
const quantile = (counts: Uint32Array, share: number): number => {
  const needed = counts.reduce((sum, count) => sum + count, 0) * share;
  let seen = 0;
  const found = counts.findIndex((count) => {
    seen += count;
    return seen >= needed;
  });
  return Math.round(growth ** Math.max(0, found) * 10) / 10;
};
