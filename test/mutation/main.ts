/** `npm run mutation [paths]`: changes the program in small ways and says which changes no fast test notices. */
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findEquivalents } from './equivalents.ts';
import { findMutants } from './findMutants.ts';
import { type Journal, openJournal } from './journal.ts';
import type { Fate, Mutant } from './mutant.ts';
import { countFates, report } from './report.ts';
import { runAll } from './runAll.ts';

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

const { values, positionals } = parseArgs({
  options: {
    tests: { type: 'string', multiple: true },
    'seconds-each': { type: 'string', default: '20' },
    journal: { type: 'string' },
  },
  allowPositionals: true,
});
// It takes hours of a processor that others use as well.
setPriority(15);

const filesBelow = (path: string): readonly string[] =>
  existsSync(join(root, path)) && statSync(join(root, path)).isDirectory()
    ? globSync(`${path}/**/*.ts`, { cwd: root })
    : globSync(path, { cwd: root });

const files = [...new Set((positionals.length > 0 ? positionals : usual).flatMap(filesBelow))].sort();
const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const mutants: Mutant[] = [];
for (const [file, source] of sources) mutants.push(...findMutants(file, source, mutants.length + 1));
const { equivalents, unknown } = findEquivalents(mutants, sources);
for (const line of unknown) console.log(line);

const folder = values.journal ?? mkdtempSync(join(tmpdir(), 'mutation-'));
mkdirSync(folder, { recursive: true });
const journal = openJournal(folder);
const tell = () => {
  const fateOf = fates(journal, equivalents);
  console.log(report(mutants, sources, fateOf));
  for (const mutant of mutants)
    if (equivalents.has(mutant.id) && fateOf(mutant) !== 'equivalent')
      console.log(
        `a test notices what is listed as equivalent: ${mutant.file}: ${equivalents.get(mutant.id)}`,
      );
  for (const name of journal.read('unrepeatable')) console.log(`passes once but not twice: ${name}`);
  if (values.journal === undefined) rmSync(folder, { recursive: true });
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    console.log(`ended by ${signal}: what is known so far`);
    tell();
    process.exit(1);
  });
await runAll({
  root,
  folder,
  mutants,
  tests: (values.tests ?? fastTests).flatMap((glob) => globSync(glob, { cwd: root })).sort(),
  secondsEach: Number(values['seconds-each']),
  onProgress: (what) => console.log(`${what}: ${countFates(mutants, fates(journal, equivalents))}`),
});
tell();

function fates({ ids }: Journal, known: ReadonlyMap<number, string>): (mutant: Mutant) => Fate {
  const [killed, late, reached, loading] = [ids('killed'), ids('late'), ids('reached'), ids('loading')];
  return ({ id }) => {
    if (killed.has(id)) return 'killed';
    if (late.has(id)) return 'late';
    if (known.has(id)) return 'equivalent';
    if (reached.has(id)) return 'survived';
    return loading.has(id) ? 'loading' : 'unreached';
  };
}
