import { randomUUID } from 'node:crypto';
import { link, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reason } from './manifestFiles.ts';

export type OwnerId =
  | { readonly kind: 'found'; readonly id: string }
  | { readonly kind: 'missing'; readonly message: string };

/** Where the owner id of manifests is kept: in their folder, or beside the one file. */
export const ownerIdPath = async (path: string): Promise<string> =>
  (await stat(path)).isDirectory() ? join(path, '.k8s-bind-owner') : `${path}.k8s-bind-owner`;

/**
 * The identity of a set of manifests: a UUID made at the first start and kept beside them, so that it moves
 * with them. Two daemons that start at once agree on one.
 */
export const readOwnerId = async (path: string): Promise<OwnerId> => {
  if (path === '-') return missing(path, 'manifests from standard input');
  try {
    const file = await ownerIdPath(path);
    const kept = await readKept(file);
    if (kept !== undefined) return { kind: 'found', id: kept };
    await createOnce(file);
    return { kind: 'found', id: (await readKept(file)) ?? '' };
  } catch (error) {
    return missing(path, reason(error));
  }
};

/** The id that is kept beside manifests already; undefined when there is none, or none that can be read. */
export const keptOwnerId = async (path: string): Promise<string | undefined> => {
  if (path === '-') return undefined;
  try {
    return await readKept(await ownerIdPath(path));
  } catch {
    return undefined;
  }
};

const readKept = async (file: string): Promise<string | undefined> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const id = text?.trim();
  if (id === '') throw new Error(`${file} is empty`);
  return id;
};

/** A link appears whole or not at all, and never replaces what is there. */
const createOnce = async (file: string): Promise<void> => {
  const id = randomUUID();
  const whole = `${file}.${id}`;
  await writeFile(whole, `${id}\n`);
  try {
    await link(whole, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(whole);
  }
};

const missing = (path: string, found: string): OwnerId => ({
  kind: 'missing',
  message: `Cannot keep an owner id beside "${path}": ${found}, needed a place to write, or --owner`,
});
