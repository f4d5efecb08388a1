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
  expect(closingLine(addTotals(oneFailed('lint'), oneSkipped))).toBe('0 passed, 1 failed, 1 skipped');
});

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 };

test('an error outside of any test counts as a failure', () => {
  const text = JSON.stringify(report);

  expect(totalsOfReport('bind', text, 0)).toEqual({ passed: 3, failed: 0, skipped: 2, failures: [] });
  expect(totalsOfReport('bind', text, 1)).toMatchObject({ passed: 3, failed: 1, skipped: 2 });
});

test('what failed is named with its suite and the first line of its message', () => {
  const failed = { fullName: 'an update is refused', status: 'failed', failureMessages: ['not so\n  at x'] };
  const passed = { fullName: 'an update is taken', status: 'passed', failureMessages: [] };
  const testResults = [{ assertionResults: [passed, failed] }];
  const text = JSON.stringify({ ...report, numFailedTests: 1, testResults });

  expect(totalsOfReport('bind', text, 1).failures).toEqual(['bind: an update is refused: not so']);
});
