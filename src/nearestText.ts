/**
 * The candidate that is nearest to what was written: at most two letters inserted, left out or replaced, and
 * fewer than were written. Of equally near ones the first; undefined when none is near. Lengths are looked
 * at first, so that ten thousand candidates take milliseconds.
 */
export const nearestText = (written: string, candidates: Iterable<string>): string | undefined => {
  const most = Math.min(mostEdits, written.length - 1);
  let nearest: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) > most) continue;
    const edits = editDistance(written, candidate);
    if (edits <= most && edits < (nearest?.edits ?? Number.POSITIVE_INFINITY)) nearest = { candidate, edits };
  }
  return nearest?.candidate;
};

const mostEdits = 2;

/** Levenshtein's distance, one row at a time; what both begin and end with costs nothing. */
const editDistance = (from: string, to: string): number => {
  let start = 0;
  while (start < from.length && from[start] === to[start]) start += 1;
  let end = 0;
  const room = Math.min(from.length, to.length) - start;
  while (end < room && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  const letters = from.slice(start, from.length - end);
  const others = to.slice(start, to.length - end);
  let row = Array.from({ length: others.length + 1 }, (_unused, index) => index);
  for (let i = 0; i < letters.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < others.length; j += 1) {
      const replaced = (row[j] ?? 0) + (letters[i] === others[j] ? 0 : 1);
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[others.length] ?? 0;
};
