/** Waits that grow: exponential with full jitter, so that many clients do not come back at once. */
export type Backoff = {
  /** How long to wait before the next attempt, in milliseconds. */
  readonly nextMs: () => number;
  readonly reset: () => void;
};

export const createBackoff = (
  random: () => number,
  { baseMs, maxMs }: { readonly baseMs: number; readonly maxMs: number },
): Backoff => {
  let attempts = 0;
  return {
    nextMs: () => {
      const ceiling = Math.min(maxMs, baseMs * 2 ** attempts);
      attempts += 1;
      return Math.round(random() * ceiling);
    },
    reset: () => {
      attempts = 0;
    },
  };
};
