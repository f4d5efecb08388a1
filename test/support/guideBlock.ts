import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A code block of a guide as it stands there: tests run what its readers are told to.
 *
 * @param fence all that the fence of the block says: its language and its title
 */
export const guideBlock = (guide: string, fence: string): string => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/guides', guide), 'utf8');
  for (const [, found = '', block = ''] of text.matchAll(/^```(\S.*)\n([\s\S]*?)^```$/gm))
    if (found === fence) return block;
  throw new Error(`Cannot find the block "${fence}" in docs/guides/${guide}`);
};

/** The fences of all blocks of a guide. */
export const guideBlocks = (guide: string): readonly string[] => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/guides', guide), 'utf8');
  return [...text.matchAll(/^```(\S.*)\n[\s\S]*?^```$/gm)].map(([, fence = '']) => fence);
};
