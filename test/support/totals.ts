/** How many tests did what, over some suites. A check such as the linter counts as one test. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, a line each: the closing lines are all that some readers of a long run are given. */
  readonly failures: readonly string[];
}

export const noTests: Totals = { passed: 0, failed: 0, skipped: 0, failures: [] };
export const onePassed: Totals = { ...noTests, passed: 1 };
export const oneSkipped: Totals = { ...noTests, skipped: 1 };
export const oneFailed = (what: string): Totals => ({ ...noTests, failed: 1, failures: [what] });

export function addTotals(a: Totals, b: Totals): Totals {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  };
}

/** The line that closes a run; nothing else stands on it, so that a program can find it. */
export function closingLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Reads the report of Vitest's JSON reporter.
 *
 * @param exitCode Vitest's own: it is not 0 after an error outside of any test, which the report does not
 * count
 */
export function totalsOfReport(suite: string, report: string, exitCode: number): Totals {
  const counts = JSON.parse(report) as Report;
  const failures = (counts.testResults ?? [])
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages: [message = ''] }) => `${suite}: ${fullName}: ${firstLine(message)}`);
  const totals = {
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped: counts.numPendingTests + counts.numTodoTests,
    failures,
  };
  if (totals.failed > 0 || exitCode === 0) return totals;
  return addTotals(totals, oneFailed(`${suite}: an error outside of any test, or a file that does not load`));
}

/** What is used of it. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults?: readonly { readonly assertionResults: readonly TestResult[] }[];
}

interface TestResult {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';
