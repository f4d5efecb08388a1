/**
 * The shortest list of steps that still fails, by leaving out parts: halves first, then single steps (delta
 * debugging). Waits become 0 where that still fails.
 */
export const shrink = async <Step extends { readonly waitMs: number }>(
  steps: readonly Step[],
  fails: (steps: readonly Step[]) => Promise<boolean>,
): Promise<readonly Step[]> => {
  let least = steps;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < least.length; ) {
      const fewer = [...least.slice(0, at), ...least.slice(at + size)];
      if (await fails(fewer)) least = fewer;
      else at += size;
    }
  }
  for (const index of least.keys()) {
    const quicker = least.map((step, at) => (at === index ? { ...step, waitMs: 0 } : step));
    if (least[index]?.waitMs !== 0 && (await fails(quicker))) least = quicker;
  }
  return least;
};
