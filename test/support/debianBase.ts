import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './process.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** What stands in it besides the least that Debian is: BIND, as its administrator has it, and what boots. */
const packages = ['bind9', 'bind9-utils', 'bind9-dnsutils', 'adduser', 'systemd', 'systemd-sysv'];

/** A Debian of its own below a folder, as large as it has to be for BIND. Needs root. */
export interface DebianBase extends AsyncDisposable {
  readonly path: string;
  /** Stands before every command that is to run in it. */
  readonly prefix: readonly string[];
}

/** @param commandPrefix stands before that, such as the one of a network namespace */
export async function debianBase(commandPrefix: readonly string[] = []): Promise<DebianBase> {
  const archive = await baseArchive();
  const folder = await temporaryFolder('debian');
  // Below a folder that only we may enter; but within, root's own may be entered by all.
  const root = join(folder.path, 'root');
  await mkdir(root);
  await run([
    'tar',
    '--extract',
    '--preserve-permissions',
    '--numeric-owner',
    '--file',
    archive,
    '--directory',
    root,
  ]);
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  return {
    path: root,
    prefix: [
      ...commandPrefix,
      'chroot',
      root,
      'env',
      '-i',
      path,
      'HOME=/root',
      'DEBIAN_FRONTEND=noninteractive',
    ],
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** Made once for all checkouts: that takes a minute, and asks a mirror for 60 MB. */
async function baseArchive(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'k8s-bind');
  const { site, codename } = await mirror();
  const recipe = createHash('sha256').update(packages.join()).digest('hex').slice(0, 16);
  const archive = join(cache, `debian-${codename}-${recipe}.tar`);
  if (existsSync(archive)) return archive;
  await mkdir(cache, { recursive: true });
  await using folder = await temporaryFolder('debootstrap');
  const base = join(folder.path, 'base');
  const include = `--include=${packages.join(',')}`;
  await run(['debootstrap', '--variant=minbase', include, codename, base, site]);
  // The mirror is not asked again: what is installed from now on lies here already.
  await rm(join(base, 'var/lib/apt/lists'), { recursive: true });
  const partial = `${archive}.${process.pid}.partial`;
  await run(['tar', '--create', '--numeric-owner', '--file', partial, '--directory', base, '.']);
  await rename(partial, archive);
  return archive;
}

/** Where this machine's own packages come from. */
async function mirror(): Promise<{ readonly site: string; readonly codename: string }> {
  const format = ['indextargets', '--format', '$(SITE) $(CODENAME) $(COMPONENT)', 'Created-By: Packages'];
  const lines = (await run(['apt-get', ...format])).split('\n').map((line) => line.split(' '));
  const main = lines.find(
    ([, codename = '', component]) => component === 'main' && /^[a-z]+$/.test(codename),
  );
  const [site = 'http://deb.debian.org/debian', codename = 'bookworm'] = main ?? [];
  return { site, codename };
}
