import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { cacheFolder } from './cacheFolder.ts';
import type { NamedRelease } from './namedFolder.ts';

/** BIND 9.20 of Debian's backports, unpacked beside the 9.18 that is installed: it never takes its place. */
const suite = 'bookworm-backports';
const packages = ['bind9', 'bind9-libs'];
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

const folder = (): string => join(cacheFolder(), 'bind-9.20');
const program = (): string => join(folder(), 'usr/sbin/named');

/** BIND 9.20, or undefined where {@link unpackBackportedBind} has not been yet. */
export const backportedBind = (): NamedRelease | undefined =>
  existsSync(program()) ? { program: program(), libraryFolder: libraryFolder(folder()) } : undefined;

/**
 * Fetches it unless it is there. apt gets a sources line and folders of its own, so that this needs no rights
 * and changes nothing of the machine. The folder appears only when named has run in it.
 */
export const unpackBackportedBind = async (): Promise<void> => {
  if (backportedBind() !== undefined) return;
  const partial = `${folder()}.${process.pid}.partial`;
  await mkdir(join(partial, 'apt/lists/partial'), { recursive: true });
  try {
    await fetchPackages(join(partial, 'apt'));
    for (const name of await readdir(join(partial, 'apt')))
      if (name.endsWith('.deb')) await execa('dpkg', ['-x', join(partial, 'apt', name), partial]);
    await rm(join(partial, 'apt'), { recursive: true });
    await execa(join(partial, 'usr/sbin/named'), ['-V'], {
      env: { LD_LIBRARY_PATH: libraryFolder(partial) },
    });
    await rm(folder(), { recursive: true, force: true });
    await rename(partial, folder());
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
};

const fetchPackages = async (aptFolder: string): Promise<void> => {
  const sources = join(aptFolder, 'sources.list');
  await writeFile(sources, `deb [signed-by=${keyring}] ${await archive()} ${suite} main\n`);
  const settings = {
    'Dir::Etc::sourcelist': sources,
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(aptFolder, 'lists'),
    'Dir::Cache': join(aptFolder, 'cache'),
    // The folder is ours alone, so apt cannot fetch as its own user.
    'APT::Sandbox::User': 'root',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const apt = (...args: readonly string[]) =>
    execa('apt-get', [...options, ...args], { cwd: aptFolder, stdin: 'ignore', stdout: 'ignore' });
  await apt('update');
  await apt('download', ...packages.map((name) => `${name}/${suite}`));
};

/** Where the machine's own packages come from; backports stand beside them. */
const archive = async (): Promise<string> => {
  const wanted = ['Identifier: Packages', 'Origin: Debian', 'Codename: bookworm', 'Component: main'];
  const { stdout } = await execa('apt-get', ['indextargets', '--format', '$(REPO_URI)', ...wanted]);
  return stdout.split('\n').find((uri) => uri !== '') ?? 'http://deb.debian.org/debian';
};

/** Debian keeps libraries below the machine's architecture, such as `x86_64-linux-gnu`. */
const libraryFolder = (root: string): string => {
  const architecture = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  return join(root, `usr/lib/${architecture}-linux-gnu`);
};
