import { relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunnerTestCase, TestRunner } from 'vitest';
import { readJob } from './job.ts';
import { openJournal } from './journal.ts';
import { repeat } from './repeat.ts';
import { installSwitches } from './switches.ts';

const { folder, root, maxMs, secondsEach } = readJob();
const journal = openJournal(folder);
const switches = installSwitches();
const survey = journal.survey();
const { done, tried } = journal.tries();
const ended = new Set([...journal.ids('killed'), ...journal.ids('late')]);
/** How long tests have run with each mutant. */
const spentMs = new Map<number, number>();

/**
 * First notes of each test which mutants it reaches. In a later run each test is run once more for each of
 * those that still lives. One that makes it fail is killed and is not tried again. Vitest takes what this file
 * exports by default as its runner.
 */
export default class MutationRunner extends TestRunner {
  /** All files are loaded by now. */
  override onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    journal.note('loading', [...switches.loading]);
    switches.loading.clear();
    switches.reached = new Set();
    switches.asked = 0;
    return super.onBeforeRunTask(test);
  }

  /** Vitest calls this in place of the test's function; `beforeEach` has run. */
  async runTask(test: RunnerTestCase): Promise<void> {
    const known = survey.get(test.id);
    if (known === undefined) return look(test);
    if (known.ms > maxMs || done.has(test.id)) return;
    await tryMutants(test, known.ids);
    journal.note('tries', [`${test.id}\tdone`]);
  }
}

async function look(test: RunnerTestCase): Promise<void> {
  const started = performance.now();
  await TestRunner.getTestFn(test)();
  const ids = [...(switches.reached ?? [])];
  switches.reached = undefined;
  journal.note('reached', ids);
  const file = relative(root, test.file.filepath);
  journal.note('survey', [[test.id, file, Math.ceil(performance.now() - started), ids.join(',')].join('\t')]);
}

async function tryMutants(test: RunnerTestCase, ids: readonly number[]): Promise<void> {
  switches.reached = undefined;
  const before = tried.get(test.id) ?? new Set();
  const alive = ids.filter((id) => !ended.has(id) && !before.has(id) && !isSpent(id));
  if (alive.length === 0) return;
  const asItIs = await runWith(test, 0, { waitMs: 120_000, limit: Number.POSITIVE_INFINITY });
  // One that does not pass twice in a row would kill everything.
  if (asItIs.fate !== 'passed') return journal.note('unrepeatable', [`${test.file.name}: ${test.name}`]);
  const bounds = { waitMs: 2000 + 10 * asItIs.ms, limit: asItIs.asked * 10 + 100_000 };
  for (const id of alive) {
    const { fate, ms } = await runWith(test, id, bounds);
    spentMs.set(id, (spentMs.get(id) ?? 0) + ms);
    if (fate === 'passed') continue;
    ended.add(id);
    journal.note(fate === 'failed' ? 'killed' : 'late', [id]);
    if (fate === 'late') await endWhatGoesOn();
  }
}

const isSpent = (id: number): boolean => (spentMs.get(id) ?? 0) > secondsEach * 1000;

async function runWith(test: RunnerTestCase, id: number, { waitMs, limit }: Bounds): Promise<Tried> {
  journal.note('tries', [`${test.id}\t${id}`]);
  Object.assign(switches, { active: id, asked: 0, limit });
  const started = performance.now();
  const fate = await repeat(test, waitMs);
  const { asked } = switches;
  Object.assign(switches, { active: 0, limit: Number.POSITIVE_INFINITY });
  return { fate, asked, ms: performance.now() - started };
}

interface Bounds {
  readonly waitMs: number;
  readonly limit: number;
}

interface Tried {
  readonly fate: Awaited<ReturnType<typeof repeat>>;
  readonly asked: number;
  readonly ms: number;
}

/** A late test that only waits is left alone. One that still runs would ask in the name of the next. */
async function endWhatGoesOn(): Promise<void> {
  switches.limit = 0;
  await sleep(50);
  switches.asked = 0;
  await sleep(100);
  // Whoever watches starts a new process, which goes on with the next mutant.
  if (switches.asked > 0) process.kill(process.pid, 'SIGKILL');
}
