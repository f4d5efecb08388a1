import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunnerTestCase, TestRunner } from 'vitest';

/**
 * Runs each test once as it is and notes which mutants it reaches, then once more for each of those that still lives.
 * A mutant that makes it fail is killed and is not tried again.
 */
// oxlint-disable-next-line import/no-default-export -- Vitest asks for it.
export default class MutationRunner extends TestRunner {
  /** All files are loaded by now. */
  override onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    note('loading', [...loading]);
    loading.clear();
    switches.reached = new Set();
    switches.asked = 0;
    return super.onBeforeRunTask(test);
  }

  /** Vitest calls this in place of the test's function; `beforeEach` has run. */
  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test);
    await run();
    const { reached, asked } = switches;
    switches.reached = undefined;
    note('reached', [...(reached ?? [])]);
    const alive = [...(reached ?? [])].filter((id) => !killed.has(id));
    if (alive.length === 0) return;
    // A test that does not pass twice in a row would kill everything.
    switches.limit = Number.POSITIVE_INFINITY;
    if (await fails(test, run)) return note('unrepeatable', [test.name]);
    for (const id of alive) {
      Object.assign(switches, { active: id, asked: 0, limit: asked * 10 + 100_000 });
      const isKilled = await fails(test, run);
      Object.assign(switches, { active: 0, limit: Number.POSITIVE_INFINITY });
      if (!isKilled) continue;
      killed.add(id);
      note('killed', [id]);
    }
  }
}

/** A mutant may wait for something that never comes. Taken before a test replaces it. */
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;
const waitMs = 5000;

async function fails(test: RunnerTestCase, run: () => unknown): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = startTimer(() => reject(new Error('Cannot end the test: it waits')), waitMs);
  });
  try {
    await Promise.race([around(test, run), late]);
    return false;
  } catch {
    return true;
  } finally {
    stopTimer(timer);
  }
}

/** The test with what stands before and after it. */
async function around(test: RunnerTestCase, run: () => unknown): Promise<void> {
  const suites = suitesOf(test);
  for (const suite of suites)
    for (const hook of TestRunner.getSuiteHooks(suite).beforeEach) await hook(test.context, suite);
  try {
    await run();
  } finally {
    for (const suite of suites.toReversed())
      for (const hook of TestRunner.getSuiteHooks(suite).afterEach) await hook(test.context, suite);
  }
}

/** The outermost first. */
function suitesOf(test: RunnerTestCase) {
  const suites = [];
  for (let suite = test.suite; suite !== undefined; suite = suite.suite) suites.unshift(suite);
  return suites[0] === test.file ? suites : [test.file, ...suites];
}

const folder = process.env['MUTATION_FOLDER'] ?? '';

/** Appended line by line: the worker may be ended at any time. */
function note(
  what: 'loading' | 'reached' | 'killed' | 'unrepeatable',
  facts: readonly (number | string)[],
): void {
  if (facts.length > 0) appendFileSync(join(folder, what), `${facts.join('\n')}\n`);
}

const killedFile = join(folder, 'killed');
const killed = new Set(
  existsSync(killedFile) ? readFileSync(killedFile, 'utf8').split('\n').map(Number) : [],
);

/** Reached while the program is loaded: a test that runs later cannot tell. */
const loading = new Set<number>();

/** What the instrumented program asks. `limit` ends loops that a mutant made endless. */
const switches = {
  active: 0,
  asked: 0,
  limit: Number.POSITIVE_INFINITY,
  reached: undefined as Set<number> | undefined,
};

const ask = (id: number): boolean => {
  switches.asked += 1;
  if (switches.reached === undefined && switches.active === 0) loading.add(id);
  switches.reached?.add(id);
  if (switches.asked > switches.limit) throw new Error('Cannot end the test: a loop goes on');
  return id === switches.active;
};
Object.assign(globalThis, { __mutant: ask });
