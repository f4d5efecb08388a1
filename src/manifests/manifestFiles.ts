import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A manifest file as it lies there: its text need not be read again while the version is the same. */
export type ManifestFile = { readonly path: string; readonly version: string };

export type ManifestFiles =
  | { readonly kind: 'files'; readonly files: readonly ManifestFile[] }
  | { readonly kind: 'unreadable'; readonly message: string };

/**
 * The manifests at a path: the file itself, or a folder's `*.yaml`, `*.yml` and `*.json` in the order of
 * their names. Hidden files and folders within are passed over.
 */
export const listManifestFiles = async (path: string): Promise<ManifestFiles> => {
  try {
    const found = await stat(path);
    const paths = found.isDirectory() ? await manifestsIn(path) : [path];
    const files = await Promise.all(paths.map(describe));
    return { kind: 'files', files: files.filter((file) => file !== undefined) };
  } catch (error) {
    return {
      kind: 'unreadable',
      message: `Cannot read manifests "${path}": ${reason(error)}, needed a file or folder that can be read`,
    };
  }
};

const manifestsIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder))
    .filter((name) => /\.(?:ya?ml|json)$/i.test(name) && !basename(name).startsWith('.'))
    .sort()
    .map((name) => join(folder, name));

/**
 * Undefined for a file that went away while the folder was read, and for a folder that is called like a
 * manifest.
 */
const describe = async (path: string): Promise<ManifestFile | undefined> => {
  try {
    const found = await stat(path, { bigint: true });
    if (found.isDirectory()) return undefined;
    return { path, version: `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}` };
  } catch (error) {
    if (isErrnoException(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

export const reason = (error: unknown): string => {
  if (isErrnoException(error) && error.code === 'ENOENT') return 'no such file or folder';
  if (isErrnoException(error) && error.code === 'EACCES') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
};

const isErrnoException = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error;
