import { expect, test } from 'vitest';
import {
  addTotals,
  closingLine,
  oneFailed,
  onePassed,
  oneSkipped,
  totalsOfReport,
} from '../../support/totals.ts';

test('the closing line names what was skipped only when something was', () => {
  expect(closingLine(addTotals(onePassed, onePassed))).toBe('2 passed, 0 failed');
  expect(closingLine(addTotals(oneFailed, oneSkipped))).toBe('0 passed, 1 failed, 1 skipped');
});

test('an error outside of any test counts as a failure', () => {
  const report = JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
  });

  expect(totalsOfReport(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 2 });
  expect(totalsOfReport(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});
