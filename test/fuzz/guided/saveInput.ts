import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Puts an input that broke a promise into a file; returns where it is and how it is tried once more. */
export const saveInput = (target: string, input: Uint8Array): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'fuzz-')), target);
  writeFileSync(file, input);
  return `${input.length} octets in ${file}, once more: npm run fuzz -- ${target} --again ${file}`;
};
