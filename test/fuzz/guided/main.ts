/** `npm run fuzz [target …]`: random inputs for everything that is decoded, guided by what they reach. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seeded, splitSeed } from '../../support/seed.ts';
import { brokenPromise } from './brokenPromise.ts';
import { readCorpus, writeCorpus } from './corpus.ts';
import { openCoverage } from './coverage.ts';
import { type Failure, fuzzTarget } from './fuzzTarget.ts';
import type { Target } from './target.ts';
import { watchInputs } from './watchInputs.ts';

const usualInputs = 500_000;

// Before what it is to see is loaded.
const coverage = openCoverage();
const { targets } = await import('./targets.ts');

const { values, positionals } = parseArgs({
  options: { again: { type: 'string' }, try: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const chosen = positionals.length === 0 ? targets : targets.filter(({ name }) => positionals.includes(name));
if (chosen.length === 0)
  throw new Error(`no target, needed one of ${targets.map(({ name }) => name).join(' ')}`);

/** One input once more, such as one that failed. */
const again = (file: string): void => {
  const input = readFileSync(file);
  for (const target of chosen) console.log(`${target.name}: ${brokenPromise(target, input) ?? 'holds'}`);
};

const tell = (target: Target, { input, message }: Failure, folder: string): void => {
  const file = join(folder, target.name);
  writeFileSync(file, input);
  console.error(
    `${target.name} ${message}\n\n${input.length} octets in ${file}, once more: npm run fuzz -- ${target.name} --again ${file}`,
  );
  process.exitCode = 1;
};

const fuzzAll = async (inputs: number): Promise<void> => {
  const random = seeded('fuzz');
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const watch = watchInputs(join(folder, 'endless'));
  const shares = chosen.reduce((sum, { share = 1 }) => sum + share, 0);
  let all = 0;
  for (const target of chosen) {
    const { name, share = 1 } = target;
    const started = performance.now();
    const count = Math.ceil((inputs * share) / shares);
    const kept = [...readCorpus(name).values()];
    const found = fuzzTarget({
      target,
      kept,
      inputs: count,
      random: splitSeed(random),
      coverage,
      watch: watch.see,
    });
    if (found.failure !== undefined) {
      tell(target, found.failure, folder);
      continue;
    }
    all += count;
    const each = Math.round(count / ((performance.now() - started) / 1000));
    console.log(
      `${name}: ${count} inputs, ${each}/s, ${found.blocks} blocks, ${found.corpus.length} in the corpus`,
    );
    if (!values.try) writeCorpus(name, found.corpus);
  }
  console.log(`${all} inputs without a fault, SEED=${random.seed}`);
  await watch.close();
};

// It takes hours of a processor that others use as well.
if (!values.try) setPriority(15);
if (values.again === undefined) await fuzzAll(Number(process.env['FUZZ_INPUTS'] ?? usualInputs));
else again(values.again);
