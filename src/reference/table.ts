/** The first line of every generated page. */
export const GENERATED =
  '<!-- Made from the tables in src/ by "npm run docs"; a test fails when it is stale. -->';

/** A Markdown table. Cells may hold anything but line breaks. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

/** Text as code; nothing stays nothing. */
export const code = (text: string): string => (text === '' ? '' : `\`${text}\``);

const cell = (text: string): string => text.replaceAll('|', '\\|');
