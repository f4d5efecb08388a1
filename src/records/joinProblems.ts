import type { RecordProblem } from './serviceRecords.ts';

export const noProblems: readonly RecordProblem[] = [];

/** Both lists as one. Nearly always there is no problem at all, and then nothing is made anew. */
export const joinProblems = (
  a: readonly RecordProblem[],
  b: readonly RecordProblem[],
): readonly RecordProblem[] => (a.length === 0 ? b : b.length === 0 ? a : [...a, ...b]);
