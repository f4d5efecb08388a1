import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseKeyFile } from '../dns/tsig/parseKeyFile.ts';
import type { TsigKey } from '../dns/tsig/tsigKey.ts';

/** The TSIG key in a file, of several the one with this name; or what is wrong with the file, in one line. */
export const readKeyFile = (file: string, keyName?: string): TsigKey | string => {
  try {
    const parsed = parseKeyFile(readFileSync(file, 'utf8'), { keyName, file, include: includeFrom(file) });
    if (parsed.kind === 'key') return parsed.key;
    const at = parsed.from === undefined ? file : pathOf(file, parsed.from);
    return `${at} line ${parsed.line}: ${parsed.message}`;
  } catch (error) {
    return `Cannot use key file "${file}": ${(error as NodeJS.ErrnoException).code ?? String(error)}, a readable file with a key is needed`;
  }
};

/** A relative path of an include starts at the file's own folder. */
const pathOf = (file: string, include: string): string => resolve(dirname(file), include);

/** What everyone may read or write is as if it were not there. */
const includeFrom =
  (file: string) =>
  (path: string): string | undefined => {
    try {
      const whole = pathOf(file, path);
      return (statSync(whole).mode & openToEveryone) === 0 ? readFileSync(whole, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  };

const openToEveryone = 0o006;
