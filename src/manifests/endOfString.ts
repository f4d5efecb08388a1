/** The place of the quote that ends a string of JSON; undefined where none does. */
export const endOfString = (text: string, start: number): number | undefined => {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? undefined : end;
};

const isEscaped = (text: string, at: number): boolean => {
  let first = at;
  while (text[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
};
