/**
 * What `npm run bench` runs: the benchmarks named as arguments, or all that need nothing built but the
 * control plane.
 */
import type { Benchmark } from './benchmark.ts';
import { beside } from './beside.ts';
import { burst } from './burst.ts';
import { endurance } from './endurance.ts';
import { firstSync } from './firstSync.ts';
import { growth } from './growth.ts';
import { idle, idleExecutable } from './idle.ts';
import { machineFacts } from './machineFacts.ts';
import { path } from './path.ts';
import { propagation } from './propagation.ts';
import { queries } from './queries.ts';
import { createReport } from './report.ts';
import { routes } from './routes.ts';
import { scale } from './scale.ts';

const usual: readonly Benchmark[] = [propagation, path, firstSync, burst, scale, idle];
/** With CoreDNS and external-dns, whose build takes ten minutes the first time; `routes` goes without, too. */
const comparisons: readonly Benchmark[] = [beside, queries, routes];
/** Needs what `npm run package` needs. */
const packaged: readonly Benchmark[] = [idleExecutable];
/** Take ten minutes and more. */
const long: readonly Benchmark[] = [growth, endurance];
const benchmarks = [...usual, ...comparisons, ...packaged, ...long];

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    console.error(`Cannot run ${unknown.join(', ')}: there are`);
    for (const { name, help } of benchmarks) console.error(`  ${name.padEnd(17)}${help}`);
    return 2;
  }
  console.log(await machineFacts());
  let failures = 0;
  const chosen = names.length === 0 ? usual : benchmarks.filter(({ name }) => names.includes(name));
  for (const benchmark of chosen) failures += await runOne(benchmark);
  if (names.length === 0)
    console.log(
      `\nby name only: ${comparisons.map(({ name }) => name).join(', ')} (they build CoreDNS and external-dns first), ${packaged.map(({ name }) => name).join(', ')} (makes the packages first), ${long.map(({ name }) => name).join(', ')} (long)`,
    );
  return failures === 0 ? 0 : 1;
}

async function runOne({ name, help, run }: Benchmark): Promise<number> {
  console.log(`\n${name}: ${help}`);
  try {
    await run(createReport(console.log));
    return 0;
  } catch (error) {
    console.error(`  WRONG: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
