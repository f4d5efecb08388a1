import { fault, type ParseText, value } from '../parsed.ts';

/** Any text that is not empty. */
export const parseText: ParseText<string> = (text) =>
  text === '' ? fault('nothing', 'a value') : value(text);

/** Any text, the empty one too. */
export const parseAnyText: ParseText<string> = (text) => value(text);

/** `true` or `false` (also `yes`/`no`, `on`/`off`, `1`/`0`). */
export const parseBoolean: ParseText<boolean> = (text) => {
  const word = text.toLowerCase();
  if (['true', 'yes', 'on', '1'].includes(word)) return value(true);
  if (['false', 'no', 'off', '0'].includes(word)) return value(false);
  return fault('neither of them', 'true or false');
};

/** One of the words given. */
export const parseChoice = <T extends string>(...choices: readonly T[]): ParseText<T> => {
  const parse: ParseText<T> = (text) => {
    const choice = choices.find((word) => word === text);
    return choice === undefined ? fault('none of the choices', orList(choices)) : value(choice);
  };
  return Object.assign(parse, { choices });
};

/** A word that `pattern` matches whole; `needed` says in words what that is. */
export const parsePattern =
  (pattern: RegExp, needed: string): ParseText<string> =>
  (text) =>
    pattern.test(text) ? value(text) : fault('another form', needed);

/** A whole number from 0 to 65535. */
export const parseUint16: ParseText<number> = (text) =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535
    ? value(Number(text))
    : fault('no such number', 'a number from 0 to 65535');

/** A whole number, at least 1. */
export const parseCount: ParseText<number> = (text) =>
  /^[1-9]\d{0,8}$/.test(text) ? value(Number(text)) : fault('no such number', 'a whole number, at least 1');

/** An `http://` or `https://` address. */
export const parseHttpUrl: ParseText<string> = (text) => {
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  return protocol === 'http:' || protocol === 'https:'
    ? value(text)
    : fault('no such address', 'http://HOST:PORT or https://HOST:PORT');
};

/** Base64 as BIND takes it: padded, and not empty. */
export const parseBase64: ParseText<string> = (text) =>
  text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
    ? value(text)
    : fault('no padded base64', 'the secret as tsig-keygen prints it');

/** `a, b or c`. */
export const orList = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
