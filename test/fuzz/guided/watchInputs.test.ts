import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

test('an input without an end ends the process, and is kept', async () => {
  const file = join(import.meta.dirname, 'watchInputs.ts');
  const endless = `import { watchInputs } from '${file}';
    const { see } = watchInputs('here', 1);
    for (const input of ['good', 'endless', '']) see(Buffer.from(input.repeat(2)));
    see(Buffer.from('endless'));
    for (;;);`;

  const { signal, stderr } = await execa(process.execPath, ['--input-type=module', '--eval', endless], {
    reject: false,
  });

  expect(signal).toBe('SIGKILL');
  const [, saved = ''] = /7 octets in (\S+), once more: npm run fuzz -- here --again \1/.exec(stderr) ?? [];
  expect(readFileSync(saved, 'utf8')).toBe('endless');
  rmSync(dirname(saved), { recursive: true });
});
