import { visibleLines } from '../model/visibleText.ts';

/** A JSON array, a line and a part for each item; an item that is undefined is left out. */
export function* jsonArray(items: Iterable<unknown>): Generator<string> {
  let separator = '[\n';
  for (const item of items) {
    if (item === undefined) {
      yield '';
      continue;
    }
    yield separator + visibleLines(JSON.stringify(item));
    separator = ',\n';
  }
  yield `${separator === '[\n' ? '[' : ''}\n]\n`;
}

/** JSON in which nothing acts on the terminal that shows it. */
export const jsonText = (json: string): string => `${visibleLines(json)}\n`;
