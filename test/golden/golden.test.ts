import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goldenText, readGoldenCase } from './goldenCase.ts';

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The comment at the head of a case's manifest is the sentence that it proves. */
const sentence = (folder: string): string => {
  const lines = readFileSync(join(import.meta.dirname, folder, 'cluster.yaml'), 'utf8').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('# '));
  return lines
    .slice(0, end)
    .map((line) => line.slice(2))
    .join(' ');
};

describe('the zone that a cluster makes', () => {
  test.each(folders.map((folder) => ({ folder, sentence: sentence(folder) })))(
    '$folder: $sentence',
    ({ folder }) => {
      const path = join(import.meta.dirname, folder, 'zone.txt');
      const actual = goldenText(readGoldenCase(join(import.meta.dirname, folder)));
      // After a change that is meant: UPDATE_GOLDEN=1, and read the difference.
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, actual);
      expect(actual).toBe(readFileSync(path, 'utf8'));
    },
  );
});
