/**
 * A value as a template prints it where nothing else is said: a word that ends nothing. Whatever is not a
 * letter, a digit or one of `. _ : / @ + , = [ ] * ~ -` becomes `_`, so that no label or annotation gets
 * blanks, quotes, braces, semicolons or variables into a configuration. Of a list each word, with blanks
 * between.
 */
export const printedWord = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(printedWord).join(' ');
  return scalarText(value).replaceAll(/[^A-Za-z0-9._:/@+,=[\]*~-]/gu, '_');
};

/** Text, numbers and truth values as text; nothing of anything else. */
export const scalarText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
};
