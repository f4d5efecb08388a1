import { expect, test } from 'vitest';
import { parseCommandWords } from '../../../src/config/values/parseCommandWords.ts';

test.each([
  ['nginx -t', ['nginx', '-t']],
  ['  systemctl   reload\tnginx ', ['systemctl', 'reload', 'nginx']],
  [`sh -c 'a "b" \\n && c'`, ['sh', '-c', 'a "b" \\n && c']],
  ['a "b \\" c"\'d\'e "" f', ['a', 'b " cde', '', 'f']],
  ['a\\ b $HOME `x` ; | &', ['a b', '$HOME', '`x`', ';', '|', '&']],
])('%s is taken apart into words, and nothing else', (text, words) => {
  expect(parseCommandWords(text)).toEqual({ kind: 'value', value: words });
});

test.each(['', '   ', '"a', "a 'b", 'a \\', '"" x'])('%s is no command', (text) => {
  expect(parseCommandWords(text)).toMatchObject({ kind: 'fault' });
});
