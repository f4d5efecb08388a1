/** `npm run mutation [paths]`: changes the program in small ways and says which changes no fast test notices. */
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { startVitest, type TestModule } from 'vitest/node';
import { findMutants } from './findMutants.ts';
import { instrument } from './instrument.ts';
import type { Fate, Mutant } from './mutant.ts';
import { report } from './report.ts';

const root = join(import.meta.dirname, '../..');
const usual = [
  'src/plan',
  'src/zone',
  'src/server/transfer*.ts',
  'src/server/createTransferReader.ts',
  'src/records',
  'src/controller',
];
const fastTests = ['unit', 'golden', 'property'].map((suite) => `test/${suite}/**/*.test.ts`);

const filesBelow = (path: string): readonly string[] =>
  existsSync(join(root, path)) && statSync(join(root, path)).isDirectory()
    ? globSync(`${path}/**/*.ts`, { cwd: root })
    : globSync(path, { cwd: root });

async function main(paths: readonly string[], tests: readonly string[]): Promise<void> {
  const files = [...new Set(paths.flatMap(filesBelow))].sort();
  const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
  const mutants: Mutant[] = [];
  for (const [file, source] of sources) mutants.push(...findMutants(file, source, mutants.length + 1));
  const folder = mkdtempSync(join(tmpdir(), 'mutation-'));
  try {
    await runTests({ tests, sources, mutants, folder });
    console.log(report(mutants, sources, fates(folder)));
    for (const name of readLines(folder, 'unrepeatable')) console.log(`passes once but not twice: ${name}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Run {
  /** Globs of test files. */
  readonly tests: readonly string[];
  readonly sources: ReadonlyMap<string, string>;
  readonly mutants: readonly Mutant[];
  /** Where the runner writes what it finds. */
  readonly folder: string;
}

/** Only the tests that import a changed file, one file after the other in one warm process. */
async function runTests({ tests, sources, mutants, folder }: Run): Promise<void> {
  Object.assign(process.env, { MUTATION_FOLDER: folder, SEED: '1' });
  const changed = new Map(
    [...sources].map(([file, source]) => [
      file,
      instrument(
        source,
        mutants.filter((mutant) => mutant.file === file),
      ),
    ]),
  );
  const plugin = {
    name: 'mutants',
    enforce: 'pre' as const,
    transform: (_: string, id: string) => changed.get(relative(root, id.split('?')[0] ?? id)),
  };
  const vitest = await startVitest(
    'test',
    [],
    {
      root,
      config: false,
      watch: false,
      include: [...tests],
      related: [...sources.keys()].map((file) => join(root, file)),
      runner: join(import.meta.dirname, 'mutationRunner.ts'),
      setupFiles: [join(import.meta.dirname, 'fixedSeeds.ts')],
      pool: 'forks',
      isolate: false,
      // What is kept on disk would be of another run, with other mutants in it.
      fsModuleCache: false,
      fileParallelism: false,
      // A single test is run once for each mutant it reaches.
      testTimeout: 3_600_000,
      silent: true,
      dangerouslyIgnoreUnhandledErrors: true,
      reporters: [{ onTestModuleEnd: ({ relativeModuleId }) => console.error(relativeModuleId) }],
    },
    { plugins: [plugin] },
  );
  const failed = vitest.state.getTestModules().filter((module) => !module.ok());
  await vitest.close();
  for (const module of failed)
    console.log(`fails without any mutant: ${module.relativeModuleId}${reasonOf(module)}`);
  if (failed.length > 0) process.exitCode = 1;
}

function reasonOf(module: TestModule): string {
  const tests = [...module.children.allTests('failed')].flatMap((test) => test.result().errors ?? []);
  const [first] = [...module.errors(), ...tests];
  return first === undefined ? '' : `: ${first.message}`;
}

const readLines = (folder: string, name: string): readonly string[] =>
  existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean) : [];

function fates(folder: string): (mutant: Mutant) => Fate {
  const idsIn = (name: string) => new Set(readLines(folder, name).map(Number));
  const [killed, reached, loading] = [idsIn('killed'), idsIn('reached'), idsIn('loading')];
  return ({ id }) => {
    if (killed.has(id)) return 'killed';
    if (reached.has(id)) return 'survived';
    return loading.has(id) ? 'loading' : 'unreached';
  };
}

const { values, positionals } = parseArgs({
  options: { tests: { type: 'string', multiple: true } },
  allowPositionals: true,
});
// It takes hours of a processor that others use as well.
setPriority(19);
await main(positionals.length > 0 ? positionals : usual, values.tests ?? fastTests);
