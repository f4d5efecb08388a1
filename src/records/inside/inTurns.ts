/**
 * The first `most` of a list in the order of preference, one of each group after the other: however many one
 * group has, each other has its share.
 */
export const inTurns = <T>(
  preferred: readonly T[],
  groupOf: (item: T) => string,
  most: number,
): readonly T[] => {
  if (preferred.length <= most) return preferred;
  const groups = [...Map.groupBy(preferred, groupOf).values()];
  const kept: T[] = [];
  for (let turn = 0; kept.length < most; turn += 1)
    for (const group of groups) {
      const item = group[turn];
      if (item !== undefined && kept.length < most) kept.push(item);
    }
  return kept;
};
