import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

/** Without a seed always the same one: `npm run fuzz` has others. */
const fuzz = (inputs: number) =>
  execa(process.execPath, [join(import.meta.dirname, 'main.ts'), '--try'], {
    env: { FUZZ_INPUTS: String(inputs), SEED: process.env['SEED'] ?? '1' },
    all: true,
    reject: false,
  });

test('inputs that are guided by what they reach break no promise', async () => {
  const inputs = 40_000;

  const { exitCode, all } = await fuzz(inputs);

  console.log(all);
  expect(exitCode).toBe(0);
  expect(all).toMatch(/^4\d{4} inputs without a fault, SEED=\d+$/m);
}, 600_000);
