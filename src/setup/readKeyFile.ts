import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseKeyFile } from '../dns/tsig/parseKeyFile.ts';
import type { TsigKey } from '../dns/tsig/tsigKey.ts';

/** The TSIG key in a file, of several the one with this name; or what is wrong with the file, in one line. */
export const readKeyFile = (file: string, keyName?: string): TsigKey | string => {
  try {
    const parsed = parseKeyFile(readFileSync(file, 'utf8'), { keyName, file, include: includeFrom(file) });
    return parsed.kind === 'key' ? parsed.key : `${file} line ${parsed.line}: ${parsed.message}`;
  } catch (error) {
    return `Cannot use key file "${file}": ${(error as NodeJS.ErrnoException).code ?? String(error)}, a readable file with a key is needed`;
  }
};

/**
 * A relative path starts at the file's own folder. What everyone may read or write is as if it were not
 * there.
 */
const includeFrom =
  (file: string) =>
  (path: string): string | undefined => {
    try {
      const whole = resolve(dirname(file), path);
      return (statSync(whole).mode & openToEveryone) === 0 ? readFileSync(whole, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  };

const openToEveryone = 0o006;
