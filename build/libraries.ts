import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readlink, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.ts';
import type { Target } from './targets.ts';

/** Debian's packages with what Node is linked to. */
const PACKAGES = ['libc6', 'libgcc-s1', 'libstdc++6'];

/** By name: what Node is linked to, and what libc loads to resolve names. */
const LIBRARIES =
  /^(libc|libm|libdl|libpthread|libresolv|libnss_dns|libnss_files|libstdc\+\+|libgcc_s)\.so\.\d+$/;

/**
 * A folder with the libraries of Debian that the executable needs, in the places where it looks for them, and
 * their licences. Got once for all checkouts, by this machine's own apt, which is told of another machine.
 */
export const libraries = async (target: Target): Promise<string> => {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'k8s-bind');
  const folder = join(cache, `libraries-${target.architecture}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.${process.pid}.partial`;
  await mkdir(partial, { recursive: true });
  const unpacked = await download(target.architecture, join(partial, 'apt'));
  await pick(unpacked, join(partial, 'root'), target);
  await rename(join(partial, 'root'), folder);
  await rm(partial, { recursive: true });
  return folder;
};

const download = async (architecture: string, folder: string): Promise<string> => {
  await mkdir(join(folder, 'lists/partial'), { recursive: true });
  await mkdir(join(folder, 'archives/partial'), { recursive: true });
  const settings = {
    'APT::Architecture': architecture,
    'APT::Architectures': architecture,
    'APT::Sandbox::User': 'root',
    'Dir::State': folder,
    'Dir::State::status': '/dev/null',
    'Dir::Cache': folder,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  // Sources that have nothing for that machine may fail: what is needed is then found missing below.
  await run(['apt-get', ...options, 'update']);
  const unpacked = join(folder, 'unpacked');
  const unpack = async (...packages: readonly string[]): Promise<void> => {
    await run(['apt-get', ...options, 'download', ...packages], { cwd: folder });
    for (const file of await readdir(folder))
      if (file.endsWith('.deb')) await run(['dpkg-deb', '--extract', join(folder, file), unpacked]);
  };
  await unpack(...PACKAGES);
  // The licence of GCC's libraries is in a package with its version in the name.
  await unpack(await readlink(join(unpacked, 'usr/share/doc/libgcc-s1')));
  return unpacked;
};

const pick = async (unpacked: string, root: string, { triplet, loader }: Target): Promise<void> => {
  const place = join(root, 'lib', triplet);
  await mkdir(place, { recursive: true });
  for (const folder of [join(unpacked, 'lib', triplet), join(unpacked, 'usr/lib', triplet)]) {
    if (!existsSync(folder)) continue;
    for (const name of await readdir(folder))
      if (LIBRARIES.test(name)) await cp(join(folder, name), join(place, name), { dereference: true });
  }
  const name = loader.slice(loader.lastIndexOf('/') + 1);
  await mkdir(join(root, loader, '..'), { recursive: true });
  await cp(join(unpacked, 'lib', triplet, name), join(root, loader), { dereference: true });
  for (const library of PACKAGES) {
    const licence = join('usr/share/doc', library, 'copyright');
    await cp(join(unpacked, licence), join(root, licence));
  }
};
