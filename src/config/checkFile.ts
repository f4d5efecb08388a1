import type { Files } from './files.ts';
import type { Option } from './option.ts';
import { SESSION_KEY_FILE } from './options/serverOptions.ts';
import { ConfigProblem, type Setting, subject } from './setting.ts';

const OTHERS_MAY_READ = 0o004;
const OTHERS_MAY_WRITE = 0o002;

/**
 * Checks that the file an option names can be used: it is there, and can be read; one with a secret must not
 * be open to everyone. `-` stands for standard input. Throws {@link ConfigProblem}.
 */
export const checkFile = (
  option: Option<unknown>,
  path: string,
  setting: Setting | undefined,
  files: Files,
): void => {
  if (option.path === undefined || path === '-') return;
  const about = setting === undefined ? `--${option.flag} "${path}"` : subject({ ...setting, raw: path });
  const mode = attempt(about, path, () => {
    if (option.path === 'secret') files.read(path);
    return files.stat(path).mode;
  });
  // named writes its session key when it starts, which may be after us: a daemon waits for it.
  if (mode === undefined || option.path !== 'secret') return;
  if ((mode & (OTHERS_MAY_READ | OTHERS_MAY_WRITE)) !== 0) {
    throw new ConfigProblem(`Cannot use ${about}: ${openTo(mode, path)}`);
  }
};

const openTo = (mode: number, path: string): string => {
  const verb = (mode & OTHERS_MAY_READ) === 0 ? 'write' : 'read';
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  return `found mode ${octal}, so everyone may ${verb} it, needed 0600 or 0640 (chmod o-rwx ${path})`;
};

const attempt = <T>(about: string, path: string, action: () => T): T | undefined => {
  try {
    return action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' && path === SESSION_KEY_FILE) return undefined;
    throw new ConfigProblem(`Cannot use ${about}: ${reason(code)}`);
  }
};

/** Why a file cannot be used, from the system's error code. */
export const reason = (code: unknown): string => {
  if (code === 'ENOENT') return 'found no such file, needed one that exists';
  if (code === 'EACCES') return 'found no right to read it, needed that right for this user';
  if (code === 'EISDIR') return 'found a folder, needed a file';
  return `found the error ${String(code)}, needed a file that can be read`;
};
