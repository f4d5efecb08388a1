import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const file = join(import.meta.dirname, '../../src/freeMemory.ts');

/** Makes 100 MB of objects, drops nearly all, and prints the megabytes that are resident before and after. */
const program = `
  import { freeMemory } from '${file}';
  let kept = [];
  for (let index = 0; index < 1e6; index++) kept.push({ index, text: 'x' + index });
  kept = kept.filter(({ index }) => index % 50 === 0);
  const residentMegabytes = () => process.memoryUsage.rss() / 2 ** 20;
  const before = residentMegabytes();
  freeMemory();
  console.log(before, residentMegabytes(), kept.length);`;

test('what a program has used and does not use any more is given back to the system', async () => {
  const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', program]);
  const [before = 0, after = 0, kept] = stdout.split(' ').map(Number);
  expect(before - after).toBeGreaterThan(40);
  expect(kept).toBe(20_000);
});
