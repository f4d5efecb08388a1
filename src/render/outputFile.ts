import { link, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeNewFile } from '../writeNewFile.ts';

/**
 * A file that a template writes, and what it held before as long as the new content is not proven.
 *
 * ```
 *          stage            putInPlace                settle
 * settled ──────▶ staged ──────────────▶ unproven ──────────────▶ settled, with the new content
 *                                            └───── putBack ────▶ settled, with the old content
 * ```
 * What it held before stands beside it meanwhile, under a name that begins with a dot. So a process that is
 * killed in between leaves a whole file, and its successor sees that it is not proven. Every step is a rename
 * or a link, of what is on the disk already: a disk that is full leaves the old file whole.
 */
export type OutputFile = {
  /** Where the new content is until it is put in place. */
  readonly staged: () => Promise<string>;
  /** Undefined where there is no file. */
  readonly read: () => Promise<string | undefined>;
  readonly isUnproven: () => Promise<boolean>;
  readonly stage: (text: string) => Promise<void>;
  readonly unstage: () => Promise<void>;
  readonly putInPlace: () => Promise<void>;
  readonly putBack: () => Promise<void>;
  readonly settle: () => Promise<void>;
};

/** @param path a symbolic link stays one: the file it leads to is written */
export const outputFile = (path: string): OutputFile => {
  const places = async (): Promise<Places> => {
    const file = (await ifThere(realpath(path))) ?? path;
    const beside = (what: string): string => join(dirname(file), `.${basename(file)}.k8s-bind-${what}`);
    return { file, staged: beside('new'), before: beside('before'), absent: beside('absent') };
  };
  return {
    staged: async () => (await places()).staged,
    read: async () => ifThere(readFile((await places()).file, 'utf8')),
    isUnproven: async () => {
      const { before, absent } = await places();
      return (await isThere(before)) || (await isThere(absent));
    },
    stage: async (text) => stage(await places(), text),
    unstage: async () => rm((await places()).staged, { force: true }),
    putInPlace: async () => {
      const { file, staged, before, absent } = await places();
      if (!(await isThere(before)) && !(await isThere(absent)))
        await ((await isThere(file)) ? link(file, before) : writeFile(absent, ''));
      await rename(staged, file);
      await syncFolder(file);
    },
    putBack: async () => {
      const { file, before, absent } = await places();
      await ((await isThere(before)) ? rename(before, file) : rm(file, { force: true }));
      await rm(absent, { force: true });
      await syncFolder(file);
    },
    settle: async () => {
      const { before, absent } = await places();
      await rm(before, { force: true });
      await rm(absent, { force: true });
    },
  };
};

type Places = {
  readonly file: string;
  readonly staged: string;
  readonly before: string;
  /** Says that there was no file before. */
  readonly absent: string;
};

/** For everyone to read, as configuration is, unless the file before had another mode. */
const newMode = 0o644;

const stage = async ({ file, staged }: Places, text: string): Promise<void> => {
  const before = await ifThere(stat(file));
  await rm(staged, { force: true });
  await writeNewFile(staged, text, newMode, async (made) => {
    const { uid, gid } = await made.stat();
    if (before !== undefined && (uid !== before.uid || gid !== before.gid))
      await made.chown(before.uid, before.gid);
    await made.chmod(before === undefined ? newMode : before.mode & 0o7777);
  });
};

const syncFolder = async (file: string): Promise<void> => {
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

const isThere = async (path: string): Promise<boolean> => (await ifThere(stat(path))) !== undefined;

const ifThere = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};
