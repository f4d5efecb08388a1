import { run } from './run.ts';

/**
 * Packs a folder, octet for octet the same for the same files: in the order of their names, owned by root, and
 * of one date. Compressed where the name ends in gz.
 */
export const makeArchive = async (input: {
  readonly folder: string;
  /** What of it; all unless given. */
  readonly part?: string;
  readonly file: string;
  readonly date: Date;
}): Promise<void> => {
  const { folder, part = '.', file, date } = input;
  const owner = ['--owner=0', '--group=0', '--numeric-owner'];
  const same = ['--sort=name', `--mtime=@${date.getTime() / 1000}`, ...owner];
  const packed = file.endsWith('gz') ? ['--use-compress-program=gzip --no-name'] : [];
  await run(['tar', '--create', ...same, ...packed, '--file', file, '--directory', folder, part]);
};
