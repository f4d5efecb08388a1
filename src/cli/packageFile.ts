import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sea from 'node:sea';

/**
 * A file or folder of the package, above the sources and above the bundled program alike; undefined where
 * only the program was copied, and in the single executable, which has them inside (packageText.ts).
 */
export const packageFile = (name: string): string | undefined => {
  const above = (folder: string): string | undefined => {
    const found = join(folder, name);
    if (existsSync(found)) return found;
    return dirname(folder) === folder ? undefined : above(dirname(folder));
  };
  return sea.isSea() ? undefined : above(import.meta.dirname);
};
