/** How many tests did what, over some suites. A check such as the linter counts as one test. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noTests: Totals = { passed: 0, failed: 0, skipped: 0 };
export const onePassed: Totals = { ...noTests, passed: 1 };
export const oneFailed: Totals = { ...noTests, failed: 1 };
export const oneSkipped: Totals = { ...noTests, skipped: 1 };

export function addTotals(a: Totals, b: Totals): Totals {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The line that closes a run; nothing else stands on it, so that a program can find it. */
export function closingLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Reads the report of Vitest's JSON reporter.
 *
 * @param exitCode Vitest's own: it is not 0 after an error outside of any test, which the report does not count
 */
export function totalsOfReport(report: string, exitCode: number): Totals {
  const counts = JSON.parse(report) as Readonly<Record<string, number | undefined>>;
  const count = (name: string): number => counts[name] ?? 0;
  const failed = count('numFailedTests');
  return {
    passed: count('numPassedTests'),
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: count('numPendingTests') + count('numTodoTests'),
  };
}
