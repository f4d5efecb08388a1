import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A file or folder of the package, above the sources and above the bundled program alike; undefined where
 * only the program was copied.
 */
export const packageFile = (name: string): string | undefined => {
  const above = (folder: string): string | undefined => {
    const found = join(folder, name);
    if (existsSync(found)) return found;
    return dirname(folder) === folder ? undefined : above(dirname(folder));
  };
  return above(import.meta.dirname);
};
