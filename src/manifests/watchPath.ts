import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Waits for something to happen at a path. */
export type PathWatcher = {
  /**
   * Resolves when something happened since the last call and then was quiet, when `timeoutMs` are over, or
   * when the signal aborts.
   */
  readonly changed: (timeoutMs: number, signal: AbortSignal) => Promise<void>;
  readonly close: () => void;
};

/** A burst of writes is over when nothing happened for this long. */
const quietMs = 30;

/**
 * Watches a folder, or the folder a file is in: editors replace files by renaming, and a mounted ConfigMap
 * changes by swapping a symbolic link beside them. Where nothing can be watched, `changed` just takes its
 * time.
 */
export const watchPath = async (path: string): Promise<PathWatcher> => {
  let pending = false;
  let wake: (() => void) | undefined;
  const watcher = open(await folderOf(path), () => {
    pending = true;
    wake?.();
  });
  return {
    close: () => watcher?.close(),
    changed: (timeoutMs, signal) =>
      new Promise((resolve) => {
        let timer = setTimeout(done, pending ? quietMs : timeoutMs);
        function done(): void {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          wake = undefined;
          pending = false;
          resolve();
        }
        wake = () => {
          clearTimeout(timer);
          timer = setTimeout(done, quietMs);
        };
        signal.addEventListener('abort', done, { once: true });
        if (signal.aborted) done();
      }),
  };
};

const open = (folder: string, onEvent: () => void): FSWatcher | undefined => {
  try {
    const watcher = watch(folder, onEvent);
    // The folder went away: the next look finds out.
    watcher.on('error', onEvent);
    return watcher;
  } catch {
    // Not there yet, or no more inotify watches to be had: the interval has to do.
    return undefined;
  }
};

const folderOf = async (path: string): Promise<string> => {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true ? path : dirname(path);
};
