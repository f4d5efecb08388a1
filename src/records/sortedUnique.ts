/** The texts in code-unit order, each once. The order of RDATA in all our RRsets. May sort `texts` itself. */
export const sortedUnique = (texts: string[]): readonly string[] => {
  // Endpoints come sorted by label, so most lists are in order already.
  if (isAscending(texts)) return texts;
  texts.sort();
  return isAscending(texts) ? texts : [...new Set(texts)];
};

const isAscending = (texts: readonly string[]): boolean => {
  for (let at = 1; at < texts.length; at++) if ((texts[at - 1] ?? '') >= (texts[at] ?? '')) return false;
  return true;
};
