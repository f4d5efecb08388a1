/**
 * One target in a process of its own: what coverage costs grows with all that is loaded, and a process
 * loads only what its target needs.
 *
 * `node fuzzProcess.ts target inputs seed [--try]`
 */
import { createHash } from 'node:crypto';
import { setPriority } from 'node:os';
import { seedFrom } from '../../support/seed.ts';
import { readCorpus, writeCorpus } from './corpus.ts';
import { openCoverage } from './coverage.ts';
import { fuzzTarget } from './fuzzTarget.ts';
import { saveInput } from './saveInput.ts';
import { targets } from './targets.ts';
import { watchInputs } from './watchInputs.ts';

const [name = '', count, seed, isTry] = process.argv.slice(2);
const inputs = Number(count);

/** Of a target by itself: it has the same inputs among others and alone. */
const seedOf = createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE() || 1;

// Before what it is to see is loaded.
const coverage = openCoverage();
const target = await targets.find((row) => row.name === name)?.load();
if (target === undefined) throw new Error(`no target ${name}`);

// It takes hours of a processor that others use as well.
if (isTry === undefined) setPriority(15);
const watch = watchInputs(name);
const started = process.cpuUsage();
const { failure, blocks, corpus } = fuzzTarget({
  target,
  kept: [...readCorpus(name).values()],
  inputs,
  random: seedFrom(seedOf),
  coverage,
  watch: watch.see,
});
const { user, system } = process.cpuUsage(started);
if (failure === undefined) {
  const each = Math.round(inputs / ((user + system) / 1e6));
  console.log(`${name}: ${inputs} inputs, ${each}/s, ${blocks} blocks, ${corpus.length} in the corpus`);
  if (isTry === undefined) writeCorpus(name, corpus);
} else {
  console.error(`${name} ${failure.message}\n\n${saveInput(name, failure.input)}`);
  process.exitCode = 1;
}
await watch.close();
