/** Whether one more line of a kind may be written now. */
export type LineBudget = () => boolean;

/** So many lines within so many milliseconds; what comes beyond that is not written. */
export const createLineBudget = (
  { lines, everyMs }: { readonly lines: number; readonly everyMs: number },
  nowMs: () => number,
): LineBudget => {
  let startedMs = Number.NEGATIVE_INFINITY;
  let spent = 0;
  return () => {
    if (nowMs() - startedMs >= everyMs) {
      startedMs = nowMs();
      spent = 0;
    }
    spent += 1;
    return spent <= lines;
  };
};
