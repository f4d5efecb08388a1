/**
 * A piece of named.conf: a word, a quoted string (without its quotes), or one of `{`, `}`, `;`. Lines count
 * from 1.
 */
export type ConfToken = {
  readonly kind: 'word' | 'quoted' | '{' | '}' | ';';
  readonly text: string;
  readonly line: number;
};

export type ConfProblem = { readonly kind: 'problem'; readonly line: number; readonly message: string };

/**
 * The order of the alternatives matters: comments in the three styles of named.conf first. As for named they
 * also end a word, so base64 with `//` needs quotes.
 */
const pattern =
  /(?<blank>\s+|\/\/[^\n]*|#[^\n]*|\/\*[^]*?\*\/)|"(?<quoted>(?:[^"\\]|\\[^])*)"|(?<mark>[{};])|(?<open>"|\/\*)|(?<word>(?:[^\s{};"#/]|\/(?![/*]))+)/g;

/** Cuts the text of named.conf, or of a file made for it, into tokens. */
export const confTokens = (
  text: string,
): { readonly kind: 'tokens'; readonly tokens: readonly ConfToken[] } | ConfProblem => {
  const tokens: ConfToken[] = [];
  let line = 1;
  for (const { 0: whole, groups = {} } of text.matchAll(pattern)) {
    const { quoted, mark, open, word } = groups;
    if (open !== undefined) {
      const what = open === '"' ? 'a quote' : 'a comment';
      return { kind: 'problem', line, message: `found ${what} without its end, needed one` };
    }
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted, line });
    else if (mark === '{' || mark === '}' || mark === ';') tokens.push({ kind: mark, text: mark, line });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, line });
    line += whole.split('\n').length - 1;
  }
  return { kind: 'tokens', tokens };
};
