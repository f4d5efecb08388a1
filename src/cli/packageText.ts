import { readFileSync } from 'node:fs';
import sea from 'node:sea';
import { packageFile } from './packageFile.ts';

/**
 * The text of a file of the package; the single executable carries those that it needs. Undefined where only
 * the bundled program was copied.
 */
export const packageText = (name: string): string | undefined => {
  if (sea.isSea()) return sea.getAssetKeys().includes(name) ? sea.getAsset(name, 'utf8') : undefined;
  const file = packageFile(name);
  return file === undefined ? undefined : readFileSync(file, 'utf8');
};
