import { readFileSync } from 'node:fs';
import { parseKeyFile } from '../../src/dns/tsig/parseKeyFile.ts';
import type { TsigKey } from '../../src/dns/tsig/tsigKey.ts';

/** The key of a file that BIND's tools made or read. */
export function readKey(file: string): TsigKey {
  const result = parseKeyFile(readFileSync(file, 'utf8'));
  if (result.kind === 'problem') throw new Error(result.message);
  return result.key;
}

export const secondsNow = (): number => Math.floor(Date.now() / 1000);
