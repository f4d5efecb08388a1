import { type BackoffLimits, backoffMs } from '../../backoff.ts';
import type { Ending } from './attempt.ts';

const defaultBackoff: BackoffLimits = { baseMs: 800, maxMs: 30_000 };
const unreachableBackoff: BackoffLimits = { baseMs: 800, maxMs: 1500 };

/**
 * How long to wait, in milliseconds, after a failure that a prompt retry does not fix.
 *
 * @param failures in a row, this one included; @param random from 0 to below 1
 */
export const waitAfter = (ending: Ending, failures: number, random: number): number => {
  const askedMs = ending.kind === 'refused' ? (ending.retryAfterMs ?? 0) : 0;
  // Where no server answers a long wait spares none, and after a short one a server is found within two
  // seconds after it is back.
  const limits = ending.kind === 'lost' ? unreachableBackoff : defaultBackoff;
  return Math.max(askedMs, backoffMs(failures, random, limits));
};
