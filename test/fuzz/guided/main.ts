/** `npm run fuzz [target …]`: random inputs for everything that is decoded, guided by what they reach. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seeded } from '../../support/seed.ts';
import { brokenPromise } from './brokenPromise.ts';
import { targets } from './targets.ts';

/** An hour of one core. */
const usualInputs = 10_000_000;

const { values, positionals } = parseArgs({
  options: { again: { type: 'string' }, try: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const chosen = positionals.length === 0 ? targets : targets.filter(({ name }) => positionals.includes(name));
if (chosen.length === 0)
  throw new Error(`no target, needed one of ${targets.map(({ name }) => name).join(' ')}`);

/** One input once more, such as one that failed. */
const again = async (file: string): Promise<void> => {
  const input = readFileSync(file);
  for (const { name, load } of chosen)
    console.log(`${name}: ${brokenPromise(await load(), input) ?? 'holds'}`);
};

/** Whether it ended well: what there is to tell, it tells itself. It ends with this process. */
const endsWell = async (words: readonly string[]): Promise<boolean> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fuzzProcess.ts'), ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = (): void => {
    child.kill();
    process.exit(1);
  };
  process.once('SIGTERM', stop);
  const [code] = await once(child, 'exit');
  process.off('SIGTERM', stop);
  return code === 0;
};

const fuzzAll = async (inputs: number): Promise<void> => {
  const { seed } = seeded('fuzz');
  const shares = chosen.reduce((sum, { share = 1 }) => sum + share, 0);
  let all = 0;
  for (const { name, share = 1 } of chosen) {
    const count = Math.ceil((inputs * share) / shares);
    if (await endsWell([name, `${count}`, `${seed}`, ...(values.try ? ['--try'] : [])])) all += count;
    else process.exitCode = 1;
  }
  console.log(`${all} inputs without a fault, SEED=${seed}`);
};

await (values.again === undefined
  ? fuzzAll(Number(process.env['FUZZ_INPUTS'] ?? usualInputs))
  : again(values.again));
