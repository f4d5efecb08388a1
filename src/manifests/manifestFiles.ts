import type { BigIntStats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A manifest file as it lies there: its text need not be read again while the version is the same. */
export type ManifestFile = {
  readonly path: string;
  readonly version: string;
  /** Why its text must not be read, in words. */
  readonly problem?: string;
};

/** More than any manifest has; a text is twice as long in memory, and its objects more. */
const maxFileOctets = 256 << 20;

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
    // The path itself may be a pipe, since somebody said so: `--manifests <(kustomize build)`.
    const files = found.isDirectory()
      ? await Promise.all((await manifestsIn(path)).map(describeWithin))
      : [describe(path, await stat(path, { bigint: true }))];
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

const describe = (path: string, { ino, size, mtimeNs, ctimeNs }: BigIntStats): ManifestFile => {
  const version = `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  if (size <= maxFileOctets) return { path, version };
  const problem = `Cannot read manifest "${path}": found ${size} octets, needed at most ${maxFileOctets}`;
  return { path, version, problem };
};

/**
 * Undefined for a file that went away while the folder was read, and for a folder that is called like a
 * manifest. A pipe would be waited for, and a device has no end: within a folder neither is read.
 */
const describeWithin = async (path: string): Promise<ManifestFile | undefined> => {
  try {
    const found = await stat(path, { bigint: true });
    if (found.isDirectory()) return undefined;
    if (found.isFile()) return describe(path, found);
    const problem = `Cannot read manifest "${path}": found a pipe, socket or device, needed a file`;
    return { path, version: 'no file', problem };
  } catch (error) {
    if (isErrnoException(error) && error.code === 'ENOENT') return undefined;
    // One of many: the others are read.
    return { path, version: 'unreadable', problem: unreadableFile(path, error) };
  }
};

export const unreadableFile = (path: string, error: unknown): string =>
  `Cannot read manifest "${path}": ${reason(error)}, needed a file that can be read`;

export const reason = (error: unknown): string => {
  if (isErrnoException(error) && error.code === 'ENOENT') return 'no such file or folder';
  if (isErrnoException(error) && error.code === 'EACCES') return 'permission denied';
  if (isErrnoException(error) && error.code === 'ELOOP') return 'a link that leads to itself';
  return error instanceof Error ? error.message : String(error);
};

const isErrnoException = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error;
