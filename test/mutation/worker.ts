/** One process of a mutation run: the tests of its job, one file after the other. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { startVitest, type TestModule, type TestSpecification } from 'vitest/node';
import { instrument } from './instrument.ts';
import { readJob } from './job.ts';

const { root, tests, mutants } = readJob();
const files = [...new Set(mutants.map(({ file }) => file))];
const changed = new Map(
  files.map((file) => [
    file,
    instrument(
      readFileSync(join(root, file), 'utf8'),
      mutants.filter((mutant) => mutant.file === file),
    ),
  ]),
);
const plugin = {
  name: 'mutants',
  enforce: 'pre' as const,
  transform: (_: string, id: string) => changed.get(relative(root, id.split('?')[0] ?? id)),
};

class Sequencer {
  readonly shard = (specifications: TestSpecification[]) => specifications;
  readonly sort = (specifications: TestSpecification[]) =>
    specifications.toSorted((a, b) => place(a) - place(b));
}

const place = ({ moduleId }: TestSpecification): number => tests.indexOf(relative(root, moduleId));

const vitest = await startVitest(
  'test',
  [],
  {
    root,
    config: false,
    watch: false,
    include: [...tests],
    related: files.map((file) => join(root, file)),
    runner: join(import.meta.dirname, 'mutationRunner.ts'),
    setupFiles: [join(import.meta.dirname, 'fixedSeeds.ts')],
    sequence: { sequencer: Sequencer },
    pool: 'forks',
    isolate: false,
    // What is kept on disk would be of another run, with other mutants in it.
    fsModuleCache: false,
    fileParallelism: false,
    // A single test is run once for each mutant it reaches.
    testTimeout: 36_000_000,
    silent: true,
    dangerouslyIgnoreUnhandledErrors: true,
    reporters: [{}],
  },
  { plugins: [plugin] },
);
for (const module of vitest.state.getTestModules())
  if (!module.ok()) console.log(`fails without any mutant: ${module.relativeModuleId}${reasonOf(module)}`);
await vitest.close();
// Vitest asks for another code where a test failed; that was told, and says nothing of the others.
process.exitCode = 0;

function reasonOf(module: TestModule): string {
  const failed = [...module.children.allTests('failed')].flatMap((test) => test.result().errors ?? []);
  const [first] = [...module.errors(), ...failed];
  return first === undefined ? '' : `: ${first.message}`;
}
