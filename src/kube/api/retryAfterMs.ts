/** Nobody waits longer than this because a server says so: it may be wrong, and a proxy in between too. */
export const longestRetryAfterMs = 60_000;

/**
 * What a `Retry-After` header asks for (RFC 9110 §10.2.3: seconds or a date), in milliseconds from 0 to
 * {@link longestRetryAfterMs}; undefined without one.
 */
export const retryAfterMs = (header: string | undefined, nowMs: number): number | undefined => {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return cappedWaitMs(Number(text) * 1000);
  // All three forms of a date begin with the weekday; of a number Date.parse makes a year, such as -86400.
  const dateMs = /^[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : cappedWaitMs(dateMs - nowMs);
};

export const cappedWaitMs = (askedMs: number): number => Math.max(0, Math.min(longestRetryAfterMs, askedMs));
