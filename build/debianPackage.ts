import { chmod, cp, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import packageFile from '../package.json' with { type: 'json' };
import { installedTexts } from '../src/reference/installedTexts.ts';
import { root } from './bundle.ts';
import { run } from './run.ts';
import type { Target } from './targets.ts';

/** The revision of the packaging: it counts up when that changes and the program does not. */
const debianVersion = `${packageFile.version}-1`;
const maintainer = 'k8s-bind maintainers <maintainers@k8s-bind.io>';

export interface DebianInput {
  readonly executable: string;
  /** Notices of all that the executable carries. */
  readonly notices: string;
  /** When the sources were last changed: the only time that is in the package. */
  readonly date: Date;
}

/** Makes `k8s-bind_VERSION_ARCHITECTURE.deb` in `out`, and returns its path. */
export const makeDebianPackage = async (
  { architecture }: Target,
  input: DebianInput,
  folders: { readonly work: string; readonly out: string },
): Promise<string> => {
  const tree = join(folders.work, `debian-${architecture}`);
  await layOut(tree, input);
  await writeControl(tree, architecture);
  await setDates(tree, input.date);
  const file = join(folders.out, `k8s-bind_${debianVersion}_${architecture}.deb`);
  // The highest level would take five times as long for a tenth less.
  await run(['dpkg-deb', '--root-owner-group', '-Zxz', '-z1', '--build', tree, file], {
    env: { SOURCE_DATE_EPOCH: String(input.date.getTime() / 1000) },
  });
  return file;
};

const ours = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

/** Everything but the control files. */
const layOut = async (tree: string, { executable, notices, date }: DebianInput): Promise<void> => {
  const put = (path: string, content: string | Buffer): Promise<void> => writeInto(tree, path, content);
  await mkdir(join(tree, 'usr/bin'), { recursive: true });
  await cp(executable, join(tree, 'usr/bin/k8s-bind'));
  await put('etc/k8s-bind/k8s-bind.yaml', await ours('config/k8s-bind.example.yaml'));
  const unit = await ours('config/k8s-bind.service');
  await put(
    'lib/systemd/system/k8s-bind.service',
    unit.replace(/^# \/etc\/systemd.*\n/, '').replace('/usr/local/bin/', '/usr/bin/'),
  );
  for (const [path, place] of PLACES) await put(place, texts(path, place));
  const doc = 'usr/share/doc/k8s-bind';
  await put(`${doc}/copyright`, await ours('build/debian/copyright'));
  await put(`${doc}/changelog.gz`, compressed(await ours('CHANGELOG.md')));
  await put(`${doc}/changelog.Debian.gz`, compressed(changelog(date)));
  await put(`${doc}/THIRD-PARTY-NOTICES.gz`, compressed(notices));
  for (const [path, place] of EXAMPLES)
    await cp(join(root, path), join(tree, doc, 'examples', place), { recursive: true });
  await put('usr/share/lintian/overrides/k8s-bind', await ours('build/debian/lintian-overrides'));
};

/** From the name of an installed text to its place in Debian. */
const PLACES = [
  ['man/k8s-bind.1', 'usr/share/man/man1/k8s-bind.1.gz'],
  ['man/k8s-bind.yaml.5', 'usr/share/man/man5/k8s-bind.yaml.5.gz'],
  ['completions/k8s-bind.bash', 'usr/share/bash-completion/completions/k8s-bind'],
  ['completions/_k8s-bind', 'usr/share/zsh/vendor-completions/_k8s-bind'],
  ['completions/k8s-bind.fish', 'usr/share/fish/vendor_completions.d/k8s-bind.fish'],
] as const;

const EXAMPLES = [
  ['config/named.conf.example', 'named.conf'],
  ['config/demo', 'demo'],
  ['config/kubernetes', 'kubernetes'],
  ['config/render', 'render'],
] as const;

const texts = (path: string, place: string): string | Buffer => {
  const text = installedTexts()[path] ?? '';
  return place.endsWith('.gz') ? compressed(text) : text;
};

/** As Debian wants it: as small as it gets, and without a time. */
const compressed = (text: string): Buffer => gzipSync(text, { level: 9 });

const changelog = (date: Date): string => `k8s-bind (${debianVersion}) stable; urgency=medium

  * Version ${packageFile.version}: see changelog.gz.

 -- ${maintainer}  ${date.toUTCString().replace('GMT', '+0000')}
`;

/** What Node asks of the system: found with \`readelf -V\`, and checked by a test against the executable. */
const DEPENDS = 'libc6 (>= 2.28), libstdc++6 (>= 7), libgcc-s1 (>= 3.4), adduser';

const writeControl = async (tree: string, architecture: string): Promise<void> => {
  const put = (name: string, content: string): Promise<void> => writeInto(tree, `DEBIAN/${name}`, content);
  const octets = await sizeOf(tree);
  await put(
    'control',
    `Package: k8s-bind
Version: ${debianVersion}
Architecture: ${architecture}
Maintainer: ${maintainer}
Installed-Size: ${Math.ceil(octets / 1024)}
Depends: ${DEPENDS}
Recommends: systemd
Suggests: bind9, bind9-utils, bind9-dnsutils
Section: net
Priority: optional
Description: keeps a zone of BIND in step with Kubernetes Services
 k8s-bind sits beside an existing BIND 9 primary, watches Services and
 EndpointSlices of a Kubernetes cluster, and keeps a zone in step by dynamic
 updates (RFC 2136). Every host of the network can then ask for what the DNS
 inside of the cluster would answer. What is not its own it never touches:
 BIND itself checks that with every update.
`,
  );
  await put('conffiles', '/etc/k8s-bind/k8s-bind.yaml\n');
  await put('triggers', await ours('build/debian/triggers'));
  await put('md5sums', await checksums(tree));
  for (const script of ['postinst', 'prerm', 'postrm']) {
    await put(script, await ours(`build/debian/${script}`));
    await chmod(join(tree, 'DEBIAN', script), 0o755);
  }
};

const writeInto = async (tree: string, path: string, content: string | Buffer): Promise<void> => {
  const file = join(tree, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
};

/** Files below `tree`, but for the control files. */
const filesIn = async (tree: string): Promise<readonly string[]> => {
  const found = await readdir(tree, { recursive: true, withFileTypes: true });
  return found
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(tree.length + 1))
    .filter((path) => !path.startsWith('DEBIAN/'))
    .sort();
};

const sizeOf = async (tree: string): Promise<number> => {
  let octets = 0;
  for (const path of await filesIn(tree)) octets += (await stat(join(tree, path))).size;
  return octets;
};

const checksums = async (tree: string): Promise<string> => {
  const files = (await filesIn(tree)).filter((path) => !path.startsWith('etc/'));
  return run(['md5sum', ...files], { cwd: tree });
};

const setDates = async (tree: string, date: Date): Promise<void> => {
  for (const path of await readdir(tree, { recursive: true })) await utimes(join(tree, path), date, date);
};
