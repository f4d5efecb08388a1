import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parseYaml } from '../../../../src/kube/credentials/parseYaml.ts';

test('a kubeconfig with a map as a key is read without a warning, which would quote it', async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error): void => void warnings.push(warning);
  process.on('warning', listen);

  expect(parseYaml('{? {token: SECRET} : a}')).toMatchObject({ kind: 'value' });

  await setImmediate();
  process.off('warning', listen);
  expect(warnings).toEqual([]);
});

test('a key that is there twice, and what is nested too deep, are problems', () => {
  expect(parseYaml('a: 1\nb: {c: 1, d: 2, c: 3}')).toEqual({
    kind: 'problem',
    found: 'line 2 is no YAML (duplicate key)',
  });
  expect(parseYaml(`{${'"a":'.repeat(10_000)}]`)).toEqual({ kind: 'problem', found: 'nested too deep' });
});
