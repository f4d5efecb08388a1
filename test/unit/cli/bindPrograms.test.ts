import { expect, test } from 'vitest';
import { bindPrograms } from '../../../src/cli/demo/bindPrograms.ts';

test('where BIND is missing and apt-get too, one line says what to install', async () => {
  const said: string[] = [];
  const found = await bindPrograms(
    { err: (text) => said.push(text), env: { PATH: '/nonexistent' }, isRoot: true },
    new AbortController().signal,
  );
  expect(found).toMatchObject({
    kind: 'missing',
    line: expect.stringMatching(
      /^Cannot start the demo: found no .*dig, needed both: sudo apt-get install bind9 bind9-dnsutils$/,
    ),
  });
  expect(said).toEqual([]);
});
