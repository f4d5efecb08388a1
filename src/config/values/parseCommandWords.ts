import { fault, type ParseText, value } from '../parsed.ts';

/** A program and its arguments. */
export type CommandWords = readonly string[];

/**
 * A command line, taken apart as systemd does it with ExecStart: blanks separate words, quotes of both kinds
 * keep them together, and a backslash takes the next character as it is, but within single quotes. Nothing
 * else means anything: no shell reads it, so there are no variables, pipes or `&&`.
 */
export const parseCommandWords: ParseText<CommandWords> = (text) => {
  const words: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const [whole, word] = firstWord(rest);
    if (whole === undefined || word === undefined) {
      return fault('a quote or backslash that nothing follows', 'a command such as "systemctl reload nginx"');
    }
    words.push(word);
    rest = rest.slice(whole.length).trimStart();
  }
  return words.length === 0 || words[0] === ''
    ? fault('nothing', 'a command such as "systemctl reload nginx"')
    : value(words);
};

const part = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)/y;

/** The first word as it is written and as it is meant; undefined where it does not end. */
const firstWord = (text: string): readonly [string?, string?] => {
  const pattern = new RegExp(part);
  let word = '';
  let end = 0;
  while (end < text.length && !/\s/.test(text[end] ?? '')) {
    pattern.lastIndex = end;
    const found = pattern.exec(text);
    if (found === null) return [];
    const [, single, double, escaped, plain] = found;
    word += single ?? double?.replaceAll(/\\([\s\S])/g, '$1') ?? escaped ?? plain ?? '';
    end = pattern.lastIndex;
  }
  return [text.slice(0, end), word];
};
