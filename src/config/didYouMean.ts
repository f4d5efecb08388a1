/**
 * `, did you mean "x"?` for the candidate that is at most two edits away, or begins with what was written;
 * empty when none is.
 */
export const didYouMean = (written: string, candidates: readonly string[]): string => {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: editDistance(written, candidate) }))
    .sort((a, b) => a.edits - b.edits);
  const nearest = ranked[0];
  if (nearest !== undefined && nearest.edits <= 2 && nearest.edits < written.length) {
    return `, did you mean "${nearest.candidate}"?`;
  }
  const longer = candidates.find((candidate) => written.length > 2 && candidate.startsWith(written));
  return longer === undefined ? '' : `, did you mean "${longer}"?`;
};

/** Levenshtein's distance, one row at a time. */
const editDistance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_unused, index) => index);
  for (const [i, letter] of Array.from(from).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(to).entries()) {
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)),
      );
    }
    row = next;
  }
  return row[to.length] ?? 0;
};
