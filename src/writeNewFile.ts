import { type FileHandle, open, rm } from 'node:fs/promises';

/**
 * Writes a file that is not there yet, whole and to the disk; or none, and throws. What somebody else put at
 * the path is not followed and not written over.
 *
 * @param mode permissions, as far as the umask lets them
 * @param finish what else is done to the file before it goes to the disk
 */
export const writeNewFile = async (
  path: string,
  text: string,
  mode: number,
  finish: (file: FileHandle) => Promise<void> = async () => undefined,
): Promise<void> => {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await finish(file);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
};
