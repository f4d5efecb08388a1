import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from './mutant.ts';

/** What one process of a run has to do. */
export interface Job {
  readonly root: string;
  /** Where the journal is. */
  readonly folder: string;
  /** Files of tests, in the order in which they run. */
  readonly tests: readonly string[];
  readonly mutants: readonly Mutant[];
  /** Tests that take longer are left to a later process. */
  readonly maxMs: number;
  /** A mutant that lives after so much time of tests is not tried again. */
  readonly secondsEach: number;
}

const variable = 'MUTATION_JOB';

/** Returns the environment in which {@link readJob} finds it. */
export function writeJob(job: Job): Readonly<Record<string, string>> {
  const file = join(job.folder, 'job.json');
  writeFileSync(file, JSON.stringify(job));
  return { [variable]: file };
}

/** In the process that was started for it, and in those that it starts. */
export const readJob = (): Job => JSON.parse(readFileSync(process.env[variable] ?? '', 'utf8')) as Job;
