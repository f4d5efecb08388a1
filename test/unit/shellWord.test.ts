import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord } from '../../src/shellWord.ts';

test.each([
  'k8s-bind/1',
  "it's",
  'a b',
  '$(id)',
  '`id`',
  '',
  'a\\',
  '!x',
  '~',
  '*',
  'línea\nzwei',
  '"',
  '-n',
])('a shell takes %j for what it is', (text) => {
  const printed = execFileSync('sh', ['-c', `printf %s. ${shellWord(text)}`], { encoding: 'utf8' });
  expect(printed).toBe(`${text}.`);
});

test('what needs no quotes has none', () => {
  expect(shellWord('/etc/bind/k8s-1.key')).toBe('/etc/bind/k8s-1.key');
});
