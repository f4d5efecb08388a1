/**
 * A manual page in the macros of man(7), from the few things of Markdown that our texts have: headings,
 * paragraphs, lists, fenced examples, and `code`.
 */
export const roff = (markdown: string): string => blocksOf(markdown).map(block).join('\n');

/** The whole of a page. A heading begins a paragraph by itself. */
export const page = (parts: readonly string[]): string =>
  `${parts.join('\n').replaceAll(/^(\.SH .*)\n\.PP$/gm, '$1')}\n`;

/** Text within a line, with `code` in bold. */
export const inline = (text: string): string =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? bold(part) : plain(part)))
    .join('');

export const bold = (text: string): string => (text === '' ? '' : `\\fB${literal(text)}\\fR`);

/** An entry of a list: what it is about, and the text below it. */
export const entry = (head: string, text: string): string => `.TP\n${head}\n${line(text)}`;

export const section = (title: string): string => `.SH ${quoted(title.toUpperCase())}`;

/** What is typed as it stands: its dashes are no hyphens. */
const literal = (text: string): string => escaped(text).replaceAll('-', '\\-');

const plain = (text: string): string =>
  escaped(text).replaceAll(/(?<!\w)--?(?=\w)/g, (dashes) => dashes.replaceAll('-', '\\-'));

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\e').replaceAll("'", '\\(aq').replaceAll('…', '...');

/** A line that begins with a dot would be a macro. */
const line = (text: string): string => text.replaceAll(/^(?=\.)/gm, '\\&');

const quoted = (text: string): string => `"${plain(text).replaceAll('"', '""')}"`;

const blocksOf = (markdown: string): readonly string[] =>
  markdown
    .match(/```[\s\S]*?```|(?:(?!\n\n|```)[\s\S])+/g)
    ?.map((text) => text.trim())
    .filter(Boolean) ?? [];

const block = (text: string): string => {
  if (text.startsWith('#')) return section(text.replace(/^#+ /, ''));
  if (text.startsWith('```')) return example(text.replace(/^```.*\n/, '').replace(/\n?```$/, ''));
  if (text.startsWith('- '))
    return text
      .split(/\n?^- /m)
      .slice(1)
      .map(bullet)
      .join('\n');
  return `.PP\n${line(inline(text))}`;
};

const bullet = (text: string): string => `.IP \\(bu 2\n${line(inline(text))}`;

/** Lines as they are. */
export const example = (text: string): string =>
  `.PP\n.nf\n.RS 4\n${line(text.split('\n').map(literal).join('\n'))}\n.RE\n.fi`;
