import type { Job } from './job.ts';
import { openJournal } from './journal.ts';
import { watchWorker } from './watchWorker.ts';

interface Run extends Omit<Job, 'maxMs'> {
  /** Called about twice a minute, with what is being done. */
  readonly onProgress: (what: string) => void;
}

/** Most mutants are noticed by a test that takes no time, so those run first. */
const rounds = [20, 200, Number.MAX_SAFE_INTEGER];

const progressMs = 30_000;

/** First each test as it is, then with the mutants that it reaches; in as many processes as it takes. */
export async function runAll({ onProgress, ...job }: Run): Promise<void> {
  const { survey, tries, ids: idsIn } = openJournal(job.folder);
  const told = everySoOften(onProgress);
  const known = new Set([...survey().values()].map(({ file }) => file));
  const unknown = job.tests.filter((file) => !known.has(file));
  if (unknown.length > 0)
    await watchWorker({ ...job, tests: unknown, maxMs: 0 }, () => told('a look at all tests'));
  onProgress('all tests were looked at');
  for (const maxMs of rounds) {
    for (;;) {
      const ended = new Set([...idsIn('killed'), ...idsIn('late')]);
      const { done } = tries();
      const open = [...survey().values()].filter(
        ({ test, file, ms, ids }) =>
          ms <= maxMs && job.tests.includes(file) && !done.has(test) && ids.some((id) => !ended.has(id)),
      );
      if (open.length === 0) break;
      // Who reaches few tells most about them.
      const byFile = Map.groupBy(open, ({ file }) => file);
      const cost = (file: string) => Math.max(...(byFile.get(file) ?? []).map((one) => one.ms));
      const tests = [...byFile.keys()].sort((a, b) => cost(a) - cost(b));
      const what = `tests of up to ${maxMs} ms, ${tests.length} files`;
      const end = await watchWorker({ ...job, tests, maxMs }, () => told(what));
      onProgress(what);
      if (end === 'failed')
        throw new Error('Cannot run the tests: their process failed before the first one');
      if (end === 'done') break;
    }
  }
}

function everySoOften(tell: (what: string) => void): (what: string) => void {
  let toldAt = performance.now();
  return (what) => {
    if (performance.now() - toldAt < progressMs) return;
    toldAt = performance.now();
    tell(what);
  };
}
