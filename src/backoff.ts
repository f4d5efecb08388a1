/** `baseMs` doubled with each failure, up to `maxMs`. */
export type BackoffLimits = { readonly baseMs: number; readonly maxMs: number };

/** Waits that grow: exponential with full jitter, so that many clients do not come back at once. */
export type Backoff = {
  /** How long to wait before the next attempt, in milliseconds. */
  readonly nextMs: () => number;
  readonly reset: () => void;
};

export const createBackoff = (random: () => number, limits: BackoffLimits): Backoff => {
  let failures = 0;
  return {
    nextMs: () => {
      failures += 1;
      return backoffMs(failures, random(), limits);
    },
    reset: () => {
      failures = 0;
    },
  };
};

/** @param failures in a row, this one included; @param random from 0 to below 1 */
export const backoffMs = (failures: number, random: number, limits: BackoffLimits): number =>
  Math.round(random * longestBackoffMs(failures, limits));

/** The wait without jitter. */
export const longestBackoffMs = (failures: number, { baseMs, maxMs }: BackoffLimits): number =>
  Math.min(maxMs, baseMs * 2 ** Math.min(30, failures - 1));
