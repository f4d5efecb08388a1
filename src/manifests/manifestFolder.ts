import { readFile } from 'node:fs/promises';
import { listManifestFiles, type ManifestFile, unreadableFile } from './manifestFiles.ts';
import { type ManifestObject, parseManifest } from './parseManifest.ts';

/** What the files hold at the moment. */
export type ManifestContent = {
  /** In the order of files and lines. Of a file that is broken now, what it held when it was last good. */
  readonly objects: readonly ManifestObject[];
  /** Every file that is there was good at least once, so nothing is missing. */
  readonly complete: boolean;
  /** What is wrong with files, one sentence each. */
  readonly problems: readonly string[];
  /** A file was emptied a moment ago: look again soon. */
  readonly unsettled: boolean;
};

/** Reads manifests again and again, and only those files that changed. */
export type ManifestFolder = { readonly read: () => Promise<ManifestContent> };

type KnownFile = {
  readonly version: string;
  readonly objects: readonly ManifestObject[] | undefined;
  readonly problems: readonly string[];
  /** When an emptied file was first seen empty. */
  readonly emptySinceMs: number | undefined;
};

/**
 * An editor that writes in place empties the file first: only a file that stays empty this long has lost its
 * objects.
 */
const emptyForMs = 2000;

export const createManifestFolder = (
  path: string,
  nowMs: () => number = () => performance.now(),
): ManifestFolder => {
  let known: ReadonlyMap<string, KnownFile> = new Map();
  return {
    read: async () => {
      const listed = await listManifestFiles(path);
      // A folder that cannot be read (unmounted, say) says nothing about what was in it.
      if (listed.kind === 'unreadable') return contentOf(known, [listed.message]);
      if (listed.files.length === 0 && known.size > 0) return contentOf(known, [suddenlyEmpty(path)]);
      const next = new Map<string, KnownFile>();
      for (const file of listed.files)
        next.set(file.path, await readAgain(file, known.get(file.path), nowMs()));
      known = next;
      return contentOf(known, []);
    },
  };
};

/**
 * A folder that suddenly has no manifests may be a mount point whose file system is gone: nothing is deleted
 * for it. At a start that is no danger: without the files the owner id beside them is missing too, and then
 * nothing in the zone counts as ours.
 */
const suddenlyEmpty = (path: string): string =>
  `Cannot read manifests "${path}": found none in the folder any more, needed at least one (without objects, if there are to be none)`;

const readAgain = async (
  file: ManifestFile,
  known: KnownFile | undefined,
  nowMs: number,
): Promise<KnownFile> => {
  if (known !== undefined && known.version === file.version && known.emptySinceMs === undefined) return known;
  if (file.problem !== undefined) return kept(file, known, [file.problem]);
  try {
    const parsed = parseManifest(await readFile(file.path, 'utf8'), file.path);
    if (parsed.kind === 'broken') return kept(file, known, [parsed.message]);
    const emptySinceMs = known?.emptySinceMs ?? nowMs;
    const { objects, documents } = parsed;
    const hadObjects = (known?.objects?.length ?? 0) > 0;
    if (documents === 0 && hadObjects && nowMs - emptySinceMs < emptyForMs)
      return { ...kept(file, known, []), emptySinceMs };
    const lost = hadObjects && objects.length === 0 ? [noneAnyMore(file.path, documents)] : [];
    const problems = [...parsed.problems, ...lost];
    return { version: file.version, objects, problems, emptySinceMs: undefined };
  } catch (error) {
    return kept(file, known, [unreadableFile(file.path, error)]);
  }
};

/**
 * Said until the file is changed again. Whether its Services may go is not decided here: the brake asks when
 * they are many.
 */
const noneAnyMore = (path: string, documents: number): string =>
  `Cannot find objects in manifest "${path}" any more: found ${documents === 0 ? 'nothing' : `${documents} documents of other kinds`}, needed the Services that it had, or none if they are to go`;

const kept = (file: ManifestFile, known: KnownFile | undefined, problems: readonly string[]): KnownFile => ({
  version: file.version,
  objects: known?.objects,
  problems,
  emptySinceMs: undefined,
});

const contentOf = (known: ReadonlyMap<string, KnownFile>, problems: readonly string[]): ManifestContent => {
  const files = [...known.values()];
  return {
    objects: files.flatMap((file) => file.objects ?? []),
    complete: problems.length === 0 && files.every((file) => file.objects !== undefined),
    problems: [...problems, ...files.flatMap((file) => file.problems)],
    unsettled: files.some((file) => file.emptySinceMs !== undefined),
  };
};
