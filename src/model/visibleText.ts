/**
 * Characters that a terminal, a log or a page would act upon in place of showing them: controls (C0, C1,
 * DEL) and the escape sequences that begin with them, formats (bidirectional overrides, zero width), line and
 * paragraph separators, and halves of surrogate pairs.
 */
const acting = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const plain = /^[\u0020-\u007e]*$/;
const plainLines = /^[\n\t\u0020-\u007e]*$/;

/** Lines in which nothing acts but their ends and tabs. Inside JSON what comes of it is the same JSON. */
export const visibleLines = (text: string): string =>
  plainLines.test(text)
    ? text
    : text.replace(acting, (found) => (found === '\n' || found === '\t' ? found : escaped(found)));

/** The same for a text that is part of one line. */
export const visibleText = (text: string): string => text.replace(acting, escaped);

const escaped = (found: string): string =>
  found
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

const usualLength = 300;

/**
 * A message that holds what objects of others say: in one line, visible, and of limited length. First what is
 * quoted is cut, then the whole, in the middle, so that both what it is about and what is needed can be read.
 * Whoever makes a problem calls this once, and nobody after.
 */
export const shownText = (text: string, maxCharacters: number = usualLength): string => {
  if (text.length <= maxCharacters && plain.test(text)) return text;
  const visible = visibleText(cutQuoted(text, maxCharacters));
  return cut(cutQuoted(visible, maxCharacters), maxCharacters);
};

const quotedLengths = [60, 24] as const;

const cutQuoted = (text: string, maxCharacters: number): string =>
  quotedLengths.reduce(
    (shorter: string, length) =>
      shorter.length <= maxCharacters
        ? shorter
        : shorter.replace(/"[^"]*"/g, (quoted) => cut(quoted, length)),
    text,
  );

const gap = ' … ';

/** Of a text that is too long the beginning and the end. */
export const cut = (text: string, maxCharacters: number): string => {
  if (text.length <= maxCharacters) return text;
  const tail = Math.floor((maxCharacters - gap.length) / 6);
  const head = maxCharacters - gap.length - tail;
  return `${text.slice(0, head)}${gap}${text.slice(text.length - tail)}`;
};

/** Problems of one object that are reported; the others are counted. */
export const shownProblems = 20;

/**
 * `27,982`. By a pattern: the first `toLocaleString` of a process takes 7 MB for the rules of all languages.
 *
 * @param count whole
 */
export const countText = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
