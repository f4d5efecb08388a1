import { type RunnerTestCase, TestRunner } from 'vitest';

/** Not replaced by what a test puts in their place. */
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;

const graceMs = 200;

/** Runs a test once more; one that waits for something that never comes is late after `waitMs`. */
export async function repeat(test: RunnerTestCase, waitMs: number): Promise<'passed' | 'failed' | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    // Where the whole process got no processor for a while, what is due gets its turn before the verdict.
    timer = startTimer(() => {
      timer = startTimer(() => resolve('late'), graceMs);
    }, waitMs);
  });
  try {
    return await Promise.race([around(test), late]);
  } catch {
    return 'failed';
  } finally {
    stopTimer(timer);
  }
}

/** The test with what stands before and after it. */
async function around(test: RunnerTestCase): Promise<'passed'> {
  const suites = suitesOf(test);
  for (const suite of suites)
    for (const hook of TestRunner.getSuiteHooks(suite).beforeEach) await hook(test.context, suite);
  try {
    await TestRunner.getTestFn(test)();
  } finally {
    for (const suite of suites.toReversed())
      for (const hook of TestRunner.getSuiteHooks(suite).afterEach) await hook(test.context, suite);
  }
  return 'passed';
}

/** The outermost first. */
function suitesOf(test: RunnerTestCase) {
  const suites = [];
  for (let suite = test.suite; suite !== undefined; suite = suite.suite) suites.unshift(suite);
  return suites[0] === test.file ? suites : [test.file, ...suites];
}
