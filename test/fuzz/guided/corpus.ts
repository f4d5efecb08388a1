import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folderOf = (target: string): string => join(import.meta.dirname, '../corpus', target);

/** The inputs that are kept of a target, by the names of their files. */
export const readCorpus = (target: string): ReadonlyMap<string, Uint8Array> => {
  const folder = folderOf(target);
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(files.map((file) => [file, readFileSync(join(folder, file))]));
};

/** Puts these in place of all that was kept. */
export const writeCorpus = (target: string, inputs: readonly Uint8Array[]): void => {
  const folder = folderOf(target);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const input of inputs) writeFileSync(join(folder, nameOf(input)), input);
};

const nameOf = (input: Uint8Array): string => createHash('sha256').update(input).digest('hex').slice(0, 16);
