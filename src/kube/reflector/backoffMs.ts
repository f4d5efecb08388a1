/** Waiting between attempts: `baseMs` doubled with each failure up to `maxMs`, full jitter, so that many clients spread out. */
export type BackoffLimits = { readonly baseMs: number; readonly maxMs: number };

export const defaultBackoff: BackoffLimits = { baseMs: 800, maxMs: 30_000 };
export const unreachableBackoff: BackoffLimits = { baseMs: 800, maxMs: 5000 };

/** @param failures in a row, this one included; @param random from 0 to below 1 */
export const backoffMs = (failures: number, random: number, limits: BackoffLimits): number =>
  Math.round(random * Math.min(limits.maxMs, limits.baseMs * 2 ** Math.min(30, failures - 1)));
