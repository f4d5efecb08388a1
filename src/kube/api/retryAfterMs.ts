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
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : cappedWaitMs(dateMs - nowMs);
};

export const cappedWaitMs = (askedMs: number): number => Math.max(0, Math.min(longestRetryAfterMs, askedMs));
