import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { temporaryFolder } from './temporaryFolder.ts';

/**
 * Has systemd read the units below a folder, as they will stand in /etc/systemd/system. Returns its
 * complaints. The programs that they start need not be installed here.
 */
export async function verifyUnits(folder: string): Promise<string> {
  await using copies = await temporaryFolder('units');
  const files: string[] = [];
  for (const unit of globSync(`${folder}/**/*.service`)) files.push(await copyInto(copies.path, unit));
  if (files.length === 0) return '';
  const { exitCode, all } = await execa('systemd-analyze', ['verify', ...files], {
    reject: false,
    all: true,
  });
  // It calls a unit with unknown keys good, so its words count too; what it says of the machine's own units
  // does not.
  const ours = all.split('\n').filter((line) => files.some((file) => line.includes(basename(file))));
  return exitCode === 0 ? ours.join('\n') : all;
}

/** What `systemd-analyze security` gives a unit: from 0 to 10, and less is better. */
export async function securityOf(unit: string): Promise<number> {
  await using copies = await temporaryFolder('units');
  const copy = await copyInto(copies.path, unit);
  const { stdout } = await execa('systemd-analyze', ['security', '--offline=true', '--no-pager', copy]);
  return Number(/Overall exposure level for .*: ([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN);
}

/** With a program that is there in place of the one that it starts. */
async function copyInto(folder: string, unit: string): Promise<string> {
  const copy = join(folder, basename(unit));
  const text = await readFile(unit, 'utf8');
  await writeFile(copy, text.replace(/^(Exec\w+=[-+!:@]*)\S+/gm, '$1/bin/true'));
  return copy;
}
