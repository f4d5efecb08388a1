import { editsBetween } from './editsBetween.ts';

/** What still looks like a slip of the fingers. */
export const mostEdits = 2;

/**
 * The candidate that is nearest to what was written: at most two letters inserted, left out or replaced, and
 * fewer than were written. Of equally near ones the first; undefined when none is near.
 */
export const nearestText = (written: string, candidates: Iterable<string>): string | undefined => {
  const most = Math.min(mostEdits, written.length - 1);
  let nearest: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = editsBetween(written, candidate, most);
    if (edits !== undefined && edits < (nearest?.edits ?? Number.POSITIVE_INFINITY))
      nearest = { candidate, edits };
  }
  return nearest?.candidate;
};
