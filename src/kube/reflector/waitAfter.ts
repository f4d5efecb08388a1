import { type BackoffLimits, backoffMs } from '../../backoff.ts';
import type { Ending } from './attempt.ts';

const defaultBackoff: BackoffLimits = { baseMs: 800, maxMs: 30_000 };
const unreachableBackoff: BackoffLimits = { baseMs: 800, maxMs: 1500 };
const rightsBackoff: BackoffLimits = { baseMs: 800, maxMs: 5_000 };

/**
 * How long to wait, in milliseconds, after a failure that a prompt retry does not fix.
 *
 * @param failures in a row, this one included; @param random from 0 to below 1
 */
export const waitAfter = (ending: Ending, failures: number, random: number): number => {
  const askedMs = ending.kind === 'refused' ? (ending.retryAfterMs ?? 0) : 0;
  // Where no server answers a long wait spares none, and after a short one a server is found within two
  // seconds after it is back.
  if (ending.kind === 'lost') return backoffMs(failures, random, unreachableBackoff);
  return Math.max(askedMs, backoffMs(failures, random, lacksRights(ending) ? rightsBackoff : defaultBackoff));
};

/** A person gives rights, and looks whether they are enough. To say no costs the server next to nothing. */
const lacksRights = (ending: Ending): boolean =>
  ending.kind === 'refused' && (ending.code === 401 || ending.code === 403);
