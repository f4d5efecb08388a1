import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = join(import.meta.dirname, '../../../docs/primaries.md');

/**
 * A code block of docs/primaries.md as it stands there: the servers of the tests run with what its readers
 * are told to write.
 *
 * @param title what the first line of the block says behind its comment sign, such as a path
 */
export const snippet = (title: string): string => {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map(
    ([, text = '']) => text,
  );
  const found = blocks.find((text) => (text.split('\n')[0] ?? '').replace(/^(?:#|--|;|\/\/) /, '') === title);
  if (found === undefined)
    throw new Error(`Cannot find the snippet "${title}": no code block of docs/primaries.md begins with it`);
  return found;
};
