import { run } from './run.ts';

/** The programs that packaging runs, and the Debian package of each. */
const PROGRAMS = {
  'x86_64-linux-gnu-strip': 'binutils',
  'aarch64-linux-gnu-strip': 'binutils-aarch64-linux-gnu',
  'dpkg-deb': 'dpkg',
  tar: 'tar',
  gzip: 'gzip',
} as const;

/** Throws, with the line that installs them, when some are missing. */
export const needPrograms = async (): Promise<void> => {
  const missing: string[] = [];
  for (const [program, debianPackage] of Object.entries(PROGRAMS))
    await run([program, '--version']).catch(() => missing.push(debianPackage));
  if (missing.length > 0)
    throw new Error(
      `Cannot package: found some programs missing, needed apt-get install ${missing.join(' ')}`,
    );
};
