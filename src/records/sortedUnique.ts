/** The texts in code-unit order, each once. The order of RDATA in all our RRsets. May sort `texts` itself. */
export const sortedUnique = (texts: string[]): readonly string[] => {
  if (texts.length < 2) return texts;
  texts.sort();
  let previous: string | undefined;
  // Most lists hold no duplicate, and then no second one is made.
  for (const text of texts) {
    if (text === previous) return [...new Set(texts)];
    previous = text;
  }
  return texts;
};
