/**
 * One record or directive of a zone file: its fields (quoted ones with their quotes), and whether it began
 * with a blank: no owner then.
 */
export type ZoneEntry = {
  readonly line: number;
  readonly startsWithBlank: boolean;
  readonly fields: readonly string[];
};

/** Lines count from 1. */
export type ZoneTextProblem = { readonly line: number; readonly message: string };

/**
 * Words may hold `\;` and `\"`, a quoted one may have a key before it (`alpn="h2,h3"`); a comment runs to the
 * end of its line. The last alternative is a quote without its end.
 */
const pattern =
  /(?<newline>\n)|(?<blank>[^\S\n]+)|;[^\n]*|(?<paren>[()])|(?<field>(?:[a-z0-9-]+=)?"(?:[^"\\\n]|\\[^\n])*"|(?:[^\s;()"\\]|\\[^\n])+)|(?<broken>[^])/g;

/**
 * Cuts a zone file into entries: one a line, or several lines where parentheses hold them together (RFC 1035
 * §5.1).
 */
export const zoneEntries = (
  text: string,
): { readonly entries: readonly ZoneEntry[]; readonly problems: readonly ZoneTextProblem[] } => {
  const entries: ZoneEntry[] = [];
  const problems: ZoneTextProblem[] = [];
  let line = 1;
  let depth = 0;
  let entry: { line: number; startsWithBlank: boolean; fields: string[] } | undefined;
  const finish = (): void => {
    if (entry !== undefined && entry.fields.length > 0) entries.push(entry);
    entry = undefined;
  };
  for (const { groups = {} } of text.matchAll(pattern)) {
    const { newline, blank, paren, field, broken } = groups;
    entry ??= { line, startsWithBlank: blank !== undefined, fields: [] };
    if (newline !== undefined) {
      line++;
      if (depth === 0) finish();
    } else if (paren !== undefined) {
      depth += paren === '(' ? 1 : -1;
      if (depth < 0) problems.push({ line, message: 'Cannot read ")": found no "(" before it, needed one' });
      depth = Math.max(0, depth);
    } else if (field !== undefined) {
      entry.fields.push(field);
    } else if (broken !== undefined) {
      const found = broken === '"' ? 'found no end of the quote on its line' : 'found nothing behind it';
      problems.push({ line, message: `Cannot read "${broken}": ${found}, needed one` });
    }
  }
  if (depth > 0) {
    const from = entry?.line ?? line;
    problems.push({ line: from, message: 'Cannot read "(": found no ")" behind it, needed one' });
  }
  finish();
  return { entries, problems };
};
