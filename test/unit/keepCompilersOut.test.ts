import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '../../src');
const file = join(source, 'keepCompilersOut.ts');

/** One function that is called often, one that is a long loop, before and after the compilers are let in. */
const program = `
  import { keepCompilersOut, letCompilersIn } from '${file}';
  keepCompilersOut();
  function often(x) { return x * 3 + 1; }
  function long() { let sum = 0; for (let i = 0; i < 1e6; i++) sum = (sum + i * 7) % 1001; return sum; }
  const work = () => { let sum = 0; for (let i = 0; i < 3e5; i++) sum += often(i); return sum + long(); };
  const workInTurns = async () => {
    for (let turn = 0; turn < 10; turn++) { work(); await new Promise(setImmediate); }
  };
  await workInTurns();
  console.log('LET IN');
  letCompilersIn();
  await workInTurns();`;

const compiledIn = (trace: string): readonly string[] => {
  const functions = trace.matchAll(/completed (?:compiling|optimizing) \S+ <JSFunction (\w+)/g);
  return [...new Set(Array.from(functions, ([, name = '']) => name))];
};

test('nothing is compiled before the compilers are let in, and what runs often is afterwards', async () => {
  const args = ['--trace-opt', '--input-type=module', '--eval', program];
  const { stdout } = await execa(process.execPath, args, { env: { NODE_OPTIONS: '' } });
  const [before = '', after = ''] = stdout.split('LET IN\n');
  expect(compiledIn(before).filter((name) => ['often', 'long', 'work'].includes(name))).toEqual([]);
  expect(compiledIn(after)).toEqual(expect.arrayContaining(['often', 'long']));
});

/** At the end calls a function often enough for V8 to compile it. */
const oftenAtTheEnd = `data:text/javascript,process.on('exit', () => {
  function often(x) { return x * 3 + 1; }
  let sum = 0;
  for (let i = 0; i < 3e6; i++) sum = (sum + often(i)) % 1001;
})`;

test.each([
  ['the program keeps them out while it does little', [join(source, 'main.ts'), '--version'], false],
  ['Node alone compiles the same', ['--eval', '0'], true],
] as const)('%s', async (_what, args, isCompiled) => {
  const command = ['--trace-opt', '--import', oftenAtTheEnd, ...args];
  const { stdout } = await execa(process.execPath, command, { env: { NODE_OPTIONS: '' } });
  expect(/compiling method \S+ <JSFunction often/.test(stdout)).toBe(isCompiled);
});
