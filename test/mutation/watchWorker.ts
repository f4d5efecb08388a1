import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, writeJob } from './job.ts';
import { openJournal } from './journal.ts';

/** Beyond what the process itself waits. */
const graceMs = 10_000;
/** Nothing of a test for so long, though none is tried with a mutant: the load of all modules takes a while. */
const silenceMs = 300_000;

/**
 * Runs one process of tests to its end, or until one of its tries has no end: nothing inside of a process that
 * loops without a pause can end it. What was tried then is noted as late.
 */
export async function watchWorker(job: Job, onProgress: () => void): Promise<'done' | 'ended' | 'failed'> {
  const journal = openJournal(job.folder);
  const worker = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts')], {
    stdio: ['ignore', 'inherit', 'ignore'],
    // A group of its own: Vitest runs the tests in a process that it starts.
    detached: true,
    env: { ...process.env, ...writeJob(job), SEED: '1' },
  });
  const end = () => endGroup(worker.pid);
  process.once('exit', end);
  const survey = journal.survey();
  let seen = { octets: -1, atMs: performance.now() };
  while (worker.exitCode === null && worker.signalCode === null) {
    await sleep(250);
    const { octets, last } = journal.pulse();
    if (octets !== seen.octets) seen = { octets, atMs: performance.now() };
    onProgress();
    const ms = last === undefined ? 0 : (survey.get(last.test)?.ms ?? 0);
    const patienceMs = last === undefined || last.id === 0 ? silenceMs : 3000 + 20 * ms + graceMs;
    if (performance.now() - seen.atMs > patienceMs) end();
  }
  process.off('exit', end);
  const { last } = journal.pulse();
  if (last === undefined) return worker.exitCode === 0 ? 'done' : 'failed';
  if (last.id !== 0 && !journal.ids('killed').has(last.id) && !journal.ids('late').has(last.id))
    journal.note('late', [last.id]);
  return 'ended';
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
