import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { temporaryFolder } from './temporaryFolder.ts';
import { oneFailed, type Totals, totalsOfReport } from './totals.ts';

/** Runs one project of vitest.config.ts with its output shown, and counts its tests. */
export async function runVitest(root: string, project: string, deadline: AbortSignal): Promise<Totals> {
  await using folder = await temporaryFolder('report');
  const report = join(folder.path, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { exitCode = 1 } = await execa('vitest', ['run', `--project=${project}`, ...reporters], {
    cwd: root,
    preferLocal: true,
    reject: false,
    cancelSignal: deadline,
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
  });
  try {
    return totalsOfReport(project, await readFile(report, 'utf8'), exitCode);
  } catch {
    // It ended before it wrote its report, or was ended.
    return oneFailed(`${project}: no report`);
  }
}
