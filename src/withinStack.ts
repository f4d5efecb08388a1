/**
 * What a parser returns that calls itself for each level of nesting; undefined where the text is nested
 * so deep that the stack does not hold it.
 */
export const withinStack = <T>(parse: () => T): T | undefined => {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
