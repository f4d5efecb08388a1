import type { AttemptResult, Ending } from './attempt.ts';
import type { ReflectorMemory } from './reflectorMemory.ts';

/** A stream that was open for so long ends a row of failures. */
const healthyMs = 120_000;
/** A stream that was open for less is a failure even if it brought events. */
export const shortMs = 1000;

/**
 * Failures of one kind count together, so that what fails next waits no longer for what failed before of
 * another cause.
 */
type Rows = Pick<ReflectorMemory, 'failures' | 'refusals' | 'expiries'>;

/** The rows after an attempt, and how many failures in a row its own has; 0 where it did not fail. */
export const countFailure = (
  before: Rows,
  { ending, openMs }: AttemptResult,
  failed: boolean,
): { readonly rows: Rows; readonly inRow: number } => {
  const row = failed ? rowOf(ending) : undefined;
  const countOf = (one: keyof Rows, goodMs: number): number =>
    (openMs >= goodMs ? 0 : before[one]) + (row === one ? 1 : 0);
  const rows = {
    failures: countOf('failures', healthyMs),
    refusals: countOf('refusals', shortMs),
    expiries: countOf('expiries', shortMs),
  };
  return { rows, inRow: row === undefined ? 0 : rows[row] };
};

const rowOf = (ending: Ending): keyof Rows => {
  if (isExpiry(ending)) return 'expiries';
  return ending.kind === 'refused' && !ending.inStream ? 'refusals' : 'failures';
};

/** The version that was asked for is no longer to be had, or not yet. */
export const isExpiry = (ending: Ending): boolean =>
  ending.kind === 'refused' && (ending.code === 410 || ending.versionTooLarge);
