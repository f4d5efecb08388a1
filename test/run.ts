/** What `npm test` runs: every check and suite, or only the suites named as arguments. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { controlPlanePrograms } from './support/controlPlaneBuild.ts';
import { installPackages, isProgram, missingPackages } from './support/debianPackages.ts';
import { helmPrograms } from './support/helmBuild.ts';
import { runChecks } from './support/runChecks.ts';
import { runVitest } from './support/runVitest.ts';
import { type Suite, suites, whatSuiteLacks } from './support/suites.ts';
import { addTotals, closingLine, noTests, oneFailed, oneSkipped, type Totals } from './support/totals.ts';

const root = join(import.meta.dirname, '..');
const inCi = process.env['CI'] === 'true';
/** Half an hour is usual with a cold build; what takes twice as long hangs. */
const deadline = AbortSignal.timeout(60 * 60_000);

async function main(names: readonly string[]): Promise<Totals> {
  const chosen = names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name));
  await installMissing();
  const building = chosen.some(({ controlPlane }) => controlPlane) ? build() : undefined;
  let totals = names.length === 0 ? await runChecks(root, deadline) : noTests;
  for (const suite of chosen) totals = addTotals(totals, await runSuite(suite, building));
  return totals;
}

/** What cannot be installed is reported by the suites that need it. */
async function installMissing(): Promise<void> {
  const packages = missingPackages();
  if (packages.length === 0 || process.getuid?.() !== 0 || !isProgram('apt-get')) return;
  console.log(`installing ${packages.join(' ')}`);
  await installPackages(packages).catch((error: unknown) => console.error(error));
}

/**
 * Returns what is to be done to get a control plane, or undefined when it is there. Never rejects: suites run
 * meanwhile.
 */
async function build(): Promise<string | undefined> {
  if (controlPlanePrograms.isBuilt() && helmPrograms.isBuilt()) return undefined;
  if (!isProgram('go')) return 'install Go 1.26 or later, it builds the Kubernetes API server';
  console.log(
    'building a Kubernetes control plane and helm in the background: about twelve minutes, the first time only',
  );
  try {
    await controlPlanePrograms.build(deadline);
    await helmPrograms.build(deadline);
    return undefined;
  } catch (error) {
    return `fix the build of the Kubernetes control plane or of helm (${String(error)})`;
  }
}

async function runSuite(suite: Suite, building: Promise<string | undefined> | undefined): Promise<Totals> {
  const { name } = suite;
  if (globSync(`test/${name}/**/*.test.ts`, { cwd: root }).length === 0)
    return cannotRun(name, 'write its first test');
  const lack = whatSuiteLacks(suite) ?? (suite.controlPlane ? await building : undefined);
  if (lack !== undefined) return cannotRun(name, lack);
  if (deadline.aborted) return cannotRun(name, 'make the suites before it faster: the time for all is over');
  console.log(`\nsuite ${name}`);
  return runVitest(root, name, deadline);
}

/** A suite that cannot run is no success: where nobody reads along, it is a failure. */
function cannotRun(name: string, remedy: string): Totals {
  console.log(`\n${inCi ? 'Failed' : 'Skipped'}: cannot run the suite "${name}". To run it, ${remedy}.`);
  return inCi ? oneFailed(`${name}: cannot run`) : oneSkipped;
}

const totals = await main(process.argv.slice(2));
for (const failure of totals.failures) console.log(`failed: ${failure}`);
console.log(`\n${closingLine(totals)}`);
process.exitCode = totals.failed > 0 ? 1 : 0;
