import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProcess } from './process.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { waitFor } from './waitFor.ts';

/** A file system of a few hundred kilobytes that only some processes see. */
export interface SmallDisk extends AsyncDisposable {
  /** Where they see it. */
  readonly path: string;
  /** The same place as everyone sees it. */
  readonly outside: string;
  /** Stands before a command that is to see it. */
  readonly prefix: readonly string[];
  /** Takes all the room that is left. */
  readonly fill: () => Promise<void>;
  readonly makeRoom: () => Promise<void>;
}

/** A tmpfs in a mount namespace of its own. Needs root. */
export async function mountSmallDisk(kilobytes: number): Promise<SmallDisk> {
  await using parts = new AsyncDisposableStack();
  const { path } = parts.use(await temporaryFolder('disk'));
  const script = `mount -t tmpfs -o size=${kilobytes}k small "$0" && echo mounted && exec sleep infinity`;
  const holder = parts.use(startProcess(['unshare', '--mount', 'sh', '-c', script, path]));
  await waitFor('the small disk is mounted', () => holder.logs().includes('mounted'));
  const outside = `/proc/${holder.pid}/root${path}`;
  const filler = join(outside, 'filler');
  const enter = `exec nsenter --mount=/proc/${holder.pid}/ns/mnt sh -c 'cd "$0" && exec "$@"' "$PWD" "$@"`;
  const all = parts.move();
  return {
    path,
    outside,
    prefix: ['sh', '-c', enter, 'sh'],
    fill: async () => {
      // What does not fit whole is written in part: the last octet is found by smaller and smaller pieces.
      for (const octets of [65_536, 4_096, 1]) while (await append(filler, octets));
    },
    makeRoom: () => rm(filler),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Whether there was room. */
async function append(file: string, octets: number): Promise<boolean> {
  try {
    await writeFile(file, Buffer.alloc(octets), { flag: 'a' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
