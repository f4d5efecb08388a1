import { join } from 'node:path';
import { execa } from 'execa';
import { isProgram } from './debianPackages.ts';
import { addTotals, noTests, oneFailed, onePassed, type Totals } from './totals.ts';
import { verifyUnits } from './verifyUnits.ts';

/** The npm scripts that look at the source without running it. */
const scripts = ['types', 'lint', 'format', 'dead-code'] as const;

/** Runs the checks that need no tests; each counts as one. */
export async function runChecks(root: string, deadline: AbortSignal): Promise<Totals> {
  let totals = noTests;
  for (const script of scripts) totals = addTotals(totals, await runScript(root, script, deadline));
  return isProgram('systemd-analyze') ? addTotals(totals, await checkUnits(root)) : totals;
}

async function runScript(root: string, script: string, deadline: AbortSignal): Promise<Totals> {
  console.log(`\ncheck ${script}`);
  const { exitCode } = await execa('npm', ['run', '--silent', script], {
    cwd: root,
    reject: false,
    cancelSignal: deadline,
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
  });
  return exitCode === 0 ? onePassed : oneFailed(`check ${script}`);
}

async function checkUnits(root: string): Promise<Totals> {
  console.log('\ncheck systemd units');
  const complaints = await verifyUnits(join(root, 'config'));
  if (complaints === '') return onePassed;
  console.log(complaints);
  return oneFailed('check systemd units');
}
