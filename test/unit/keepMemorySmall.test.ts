import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { YOUNG_GENERATION } from '../../src/keepMemorySmall.ts';

const source = join(import.meta.dirname, '../../src');

test('the first line of the program has the option that only Node can take', () => {
  const [first] = readFileSync(join(source, 'main.ts'), 'utf8').split('\n');
  expect(first).toBe(`#!/usr/bin/env -S node ${YOUNG_GENERATION}`);
});

/**
 * Leaves garbage behind that is partly alive, as a first sync does. Prints the octets that the young generation
 * stays at: while it is collected single readings have pages that are just being given back.
 */
const garbage = (start: string): string => `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { keepMemorySmall } from '${join(source, 'keepMemorySmall.ts')}';
  ${start}
  let alive = [];
  const sizes = [];
  for (let index = 0; index < 2e6; index++) {
    alive.push({ index, text: 'x' + index });
    if (alive.length > 200_000) alive = alive.slice(100_000);
    if (index > 1e6 && index % 50_000 === 0)
      sizes.push(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size);
  }
  console.log(sizes.sort((a, b) => a - b)[sizes.length >> 1]);`;

const youngMegabytes = async (options: readonly string[], start: string): Promise<number> => {
  const args = [...options, '--input-type=module', '--eval', garbage(start)];
  const { stdout } = await execa(process.execPath, args, { env: { NODE_OPTIONS: '' } });
  return Number(stdout) / 2 ** 20;
};

test('the young generation stays small, whether Node was told so at its start or not', async () => {
  const keep = 'keepMemorySmall(process.execArgv)';
  expect(await youngMegabytes([], '')).toBeGreaterThan(32);
  // Reading TypeScript, which the program as it is shipped does not do, makes it grow before.
  expect(await youngMegabytes([], keep)).toBeLessThan(16);
  expect(await youngMegabytes([YOUNG_GENERATION], keep)).toBeLessThan(6);
});

test('who gives Node a size of their own has that', async () => {
  const own = await youngMegabytes(['--max-semi-space-size=16'], 'keepMemorySmall(process.execArgv)');
  expect(own).toBeGreaterThan(16);
});
