import { shownText } from '../model/visibleText.ts';
import type { Problem, ProblemFacts, ProblemRow } from './problem.ts';
import { CLAIM_PROBLEMS } from './problems/claimProblems.ts';
import { KEY_PROBLEMS } from './problems/keyProblems.ts';
import { OBJECT_PROBLEMS } from './problems/objectProblems.ts';
import { RECORD_PROBLEMS } from './problems/recordProblems.ts';
import { ZONE_PROBLEMS } from './problems/zoneProblems.ts';

/** The one table of problems: every code that a log line, an Event or the status may have. */
export const PROBLEMS = {
  ...KEY_PROBLEMS,
  ...ZONE_PROBLEMS,
  ...RECORD_PROBLEMS,
  ...CLAIM_PROBLEMS,
  ...OBJECT_PROBLEMS,
} as const;

type Table = typeof PROBLEMS;
export type ProblemCode = keyof Table;

type NeededBy<Row> = Row extends { readonly fix: (facts: infer Facts) => string } ? Facts : unknown;

/** The facts that the texts of a row are about. */
type FactsOf<Code extends ProblemCode> = Parameters<Table[Code]['text']>[0] & NeededBy<Table[Code]>;

/** Names of 255 octets, and records of others, stand in the longest texts. */
const longestText = 2_000;

const shown = (text: string): string => shownText(text, longestText);

/** A problem in words, by its row of the table: visible, in one line of limited length. */
export const makeProblem = <Code extends ProblemCode>(code: Code, facts: FactsOf<Code>): Problem => {
  const row: ProblemRow = PROBLEMS[code];
  // Each row reads only what FactsOf says of it.
  const all = facts as unknown as ProblemFacts;
  return { code, message: shown(row.text(all)), fix: shown(row.fix?.(all) ?? '') };
};
