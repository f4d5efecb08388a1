/**
 * How many letters have to be inserted, left out or replaced to make one text of the other; undefined for
 * more than `most`. Lengths are looked at first, what both begin and end with costs nothing, and it ends as
 * soon as they are too many: ten thousand texts take milliseconds.
 */
export const editsBetween = (from: string, to: string, most: number): number | undefined => {
  if (Math.abs(from.length - to.length) > most) return undefined;
  let start = 0;
  while (start < from.length && from.charCodeAt(start) === to.charCodeAt(start)) start += 1;
  let end = 0;
  const room = Math.min(from.length, to.length) - start;
  while (end < room && from.charCodeAt(from.length - 1 - end) === to.charCodeAt(to.length - 1 - end))
    end += 1;
  return editDistance(from.slice(start, from.length - end), to.slice(start, to.length - end), most);
};

/** Levenshtein's distance, one row at a time; undefined for more than `most`. */
const editDistance = (from: string, to: string, most: number): number | undefined => {
  let row = Array.from({ length: to.length + 1 }, (_unused, index) => index);
  for (let i = 0; i < from.length; i += 1) {
    const next = [i + 1];
    let least = i + 1;
    for (let j = 0; j < to.length; j += 1) {
      const replaced = (row[j] ?? 0) + (from.charCodeAt(i) === to.charCodeAt(j) ? 0 : 1);
      const edits = Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, replaced);
      next.push(edits);
      if (edits < least) least = edits;
    }
    if (least > most) return undefined;
    row = next;
  }
  const edits = row[to.length] ?? 0;
  return edits > most ? undefined : edits;
};
