/** What `npm run bench` runs: every benchmark, or only those named as arguments. */
import type { Benchmark } from './benchmark.ts';
import { firstSync } from './firstSync.ts';
import { idle } from './idle.ts';
import { machineFacts } from './machineFacts.ts';
import { propagation } from './propagation.ts';
import { createReport } from './report.ts';
import { scale } from './scale.ts';

const benchmarks: readonly Benchmark[] = [propagation, firstSync, scale, idle];

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    console.error(`Cannot run ${unknown.join(', ')}: there are`);
    for (const { name, help } of benchmarks) console.error(`  ${name.padEnd(14)}${help}`);
    return 2;
  }
  console.log(await machineFacts());
  let failures = 0;
  for (const benchmark of benchmarks) {
    if (names.length === 0 || names.includes(benchmark.name)) failures += await runOne(benchmark);
  }
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
