import { nearestText } from '../nearestText.ts';

/**
 * `, did you mean "x"?` for the candidate that is at most two edits away, or begins with what was written;
 * empty when none is.
 */
export const didYouMean = (written: string, candidates: readonly string[]): string => {
  const found =
    nearestText(written, candidates) ??
    candidates.find((candidate) => written.length > 2 && candidate.startsWith(written));
  return found === undefined ? '' : `, did you mean "${found}"?`;
};
