import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * PATH with the folders that Debian keeps out of it for everyone but root: `named`, `rndc` and `tsig-keygen`
 * are there.
 */
export const programPath = (env: NodeJS.ProcessEnv): string =>
  [env['PATH'] ?? '', '/usr/sbin', '/sbin'].filter((part) => part !== '').join(delimiter);

/** Where a program is; undefined when it is not installed. */
export const findProgram = (name: string, env: NodeJS.ProcessEnv): string | undefined =>
  programPath(env)
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
