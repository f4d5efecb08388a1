import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ZoneMemory } from '../controller/zoneContext.ts';
import { writeNewFile } from '../writeNewFile.ts';
import { readRememberedText, rememberedText } from '../zone/rememberedZone.ts';

export type ZoneMemoryFile = {
  readonly folder: string;
  /** Where the zone is: it names the file. */
  readonly place: string;
  /** What writes the file, with {@link ZoneMemoryFile.place}: only the same reads it. */
  readonly version: string;
  /** In one line: what could not be read or written. The start is slower then, and nothing else. */
  readonly onProblem: (message: string) => void;
};

/** Twice what a zone of three million records takes. */
const mostOctets = 1 << 28;

/** What the zone held when a process stopped, in a file of a folder that may be lost at any time. */
export const createZoneMemory = ({ folder, place, version, onProblem }: ZoneMemoryFile): ZoneMemory => {
  const path = join(folder, fileNameOf(place));
  const origin = `${version} ${place}`;
  let isRead = false;
  return {
    read: async (layout) => {
      if (isRead) return undefined;
      isRead = true;
      try {
        return readRememberedText(await takeRegularFile(path), layout, origin);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onProblem(problemText('read', path, error));
        return undefined;
      }
    },
    write: async (remembered) => {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await replaceFile(path, rememberedText(remembered, origin));
      } catch (error) {
        onProblem(problemText('write', path, error));
      }
    },
  };
};

/** For people to begin with, and then so that no two places share it. */
const fileNameOf = (place: string): string => {
  const readable = place.replaceAll(/[^a-z0-9.-]+/gi, '_').slice(0, 80);
  return `${readable}-${createHash('sha256').update(place).digest('hex').slice(0, 16)}.zone`;
};

/**
 * Each file serves one start, and is gone before it is read: what leads to an end must not lead to the next
 * one too. Waits for no writer of a pipe, and follows no link.
 */
const takeRegularFile = async (path: string): Promise<string> => {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new Error('it is no regular file');
    await rm(path);
    if (found.size > mostOctets) throw new Error(`it has ${found.size} octets, needed at most ${mostOctets}`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
};

/**
 * Whole or not at all, also when the disk is full or the machine goes down; of a write that was cut off the
 * next one takes the place.
 */
const replaceFile = async (path: string, text: string): Promise<void> => {
  const temporary = `${path}.new`;
  await rm(temporary, { force: true });
  await writeNewFile(temporary, text, 0o600);
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};

const problemText = (what: 'read' | 'write', path: string, error: unknown): string =>
  `Cannot ${what} what is remembered of a zone in "${path}": ${error instanceof Error ? error.message : String(error)}; the next start reads the whole zone`;
