import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationFailure, type Failure } from '../failure.ts';
import type { SetupFile } from './setup.ts';

/**
 * Writes the files into a folder, which is made; never over one that is there. Returns what keeps it from
 * that.
 */
export const writeFiles = (folder: string, files: readonly SetupFile[]): Failure | undefined => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const { name, text, secret } of files) {
      writeFileSync(join(folder, name), text, { flag: 'wx', mode: secret === true ? 0o600 : 0o644 });
    }
    return undefined;
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    const found = code === 'EEXIST' ? 'found a file that is there already' : `found ${code ?? String(error)}`;
    return configurationFailure(`Cannot write "${path ?? folder}": ${found}, needed a folder for new files`);
  }
};
