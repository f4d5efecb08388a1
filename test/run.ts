/** What `npm test` runs: every check and suite, or only the suites named as arguments. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { backportedBind, unpackBackportedBind } from './support/backportedBind.ts';
import { contourPrograms, controllerPrograms } from './support/controllersBuild.ts';
import { controlPlanePrograms } from './support/controlPlaneBuild.ts';
import { allPrograms, installPackages, isProgram, missingPackages } from './support/debianPackages.ts';
import type { GoPrograms } from './support/goPrograms.ts';
import { helmPrograms } from './support/helmBuild.ts';
import { lackOf, primaryKinds } from './support/primaries/primaryKinds.ts';
import { runChecks } from './support/runChecks.ts';
import { runVitest } from './support/runVitest.ts';
import { type Suite, suites, whatSuiteLacks } from './support/suites.ts';
import { addTotals, closingLine, noTests, oneFailed, oneSkipped, type Totals } from './support/totals.ts';

const root = join(import.meta.dirname, '..');
const inCi = process.env['CI'] === 'true';
/**
 * Where nobody reads along: half an hour is usual with a cold build, what takes twice as long hangs. Who asks
 * for a long form waits as long as they want.
 */
const deadline = inCi ? AbortSignal.timeout(60 * 60_000) : new AbortController().signal;

async function main(names: readonly string[]): Promise<Totals> {
  const chosen =
    names.length === 0
      ? suites.filter(({ byNameOnly }) => !byNameOnly)
      : suites.filter(({ name }) => names.includes(name));
  await installMissing(chosen);
  if (chosen.some(({ otherPrimaries }) => otherPrimaries)) await lookForPrimaries();
  const built = startBuilds(chosen);
  let totals = names.length === 0 ? await runChecks(root, deadline) : noTests;
  for (const suite of chosen) totals = addTotals(totals, await runSuite(suite, built));
  return totals;
}

/** What cannot be installed is reported by the suites that need it. */
async function installMissing(chosen: readonly Suite[]): Promise<void> {
  // What only a suite needs that runs by its name alone is installed for that one.
  const others = suites.filter((suite) => suite.byNameOnly && !chosen.includes(suite));
  const needed = new Set(suites.flatMap((suite) => (others.includes(suite) ? [] : suite.programs)));
  const spared = new Set(others.flatMap(({ programs }) => programs).filter((name) => !needed.has(name)));
  const packages = missingPackages(allPrograms.filter((program) => !spared.has(program)));
  if (packages.length === 0 || process.getuid?.() !== 0 || !isProgram('apt-get')) return;
  console.log(`installing ${packages.join(' ')}`);
  await installPackages(packages).catch((error: unknown) => console.error(error));
}

/** Fetches BIND 9.20, and says which name servers are missing: their tests are skipped, in CI they fail. */
async function lookForPrimaries(): Promise<void> {
  if (backportedBind() === undefined && isProgram('apt-get')) {
    console.log('fetching BIND 9.20 from the backports of Debian, beside the BIND that is installed');
    await unpackBackportedBind().catch((error: unknown) => console.error(error));
  }
  const needed = [...primaryKinds.map(({ name, lacks }) => ({ name, lack: lacks() })), lackOfNsd()];
  for (const { name, lack } of needed.filter((one) => one.lack !== undefined))
    console.log(`${inCi ? 'Failed' : 'Skipped'}: cannot run the tests with ${name}. To run them, ${lack}.`);
}

const lackOfNsd = () => ({ name: 'NSD', lack: lackOf(['nsd']) });

/** Says of a suite what is to be done to get the programs it needs, or undefined when they are there. */
type Built = (suite: Suite) => Promise<string | undefined>;

/** In the background, one after the other: each build takes all cores. */
function startBuilds(chosen: readonly Suite[]): Built {
  const controlPlane = chosen.some((suite) => suite.controlPlane)
    ? build(controlPlanePrograms, 'the Kubernetes control plane', 'about ten minutes')
    : Promise.resolve(undefined);
  const controllers = controlPlane.then(async (lack) => {
    if (lack !== undefined || !chosen.some((suite) => suite.controllers)) return undefined;
    const what = 'a controller of the cluster suite';
    return (
      (await build(controllerPrograms, what, 'about two minutes')) ??
      (await build(contourPrograms, what, 'about two minutes'))
    );
  });
  const helm = controllers.then((lack) =>
    lack === undefined && chosen.some((suite) => suite.helm)
      ? build(helmPrograms, 'helm', 'about two minutes')
      : undefined,
  );
  return async (suite) =>
    (suite.controlPlane ? await controlPlane : undefined) ??
    (suite.controllers ? await controllers : undefined) ??
    (suite.helm ? await helm : undefined);
}

/** Never rejects: suites run meanwhile. */
async function build(programs: GoPrograms<never>, what: string, time: string): Promise<string | undefined> {
  if (programs.isBuilt()) return undefined;
  if (!isProgram('go')) return `install Go 1.26 or later, it builds ${what}`;
  console.log(`building ${what} in the background: ${time}, the first time only`);
  try {
    await programs.build(deadline);
    return undefined;
  } catch (error) {
    return `fix the build of ${what} (${String(error)})`;
  }
}

async function runSuite(suite: Suite, built: Built): Promise<Totals> {
  const { name } = suite;
  if (globSync(`test/${name}/**/*.test.ts`, { cwd: root }).length === 0)
    return cannotRun(name, 'write its first test');
  const lack = whatSuiteLacks(suite) ?? (await built(suite));
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
