import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { debianPackageFor, nativeArchitecture } from '../support/buildPackages.ts';
import { type DebianBase, debianBase } from '../support/debianBase.ts';
import { docCommands } from '../support/docCommands.ts';
import { makeNamespaces, type Namespaces } from '../support/lanNamespaces.ts';
import { type RunningProcess, run, startProcess, toolPath } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { securityOf, verifyUnits } from '../support/verifyUnits.ts';
import { waitFor } from '../support/waitFor.ts';

const root = join(import.meta.dirname, '../..');
const ours = debianPackageFor(nativeArchitecture);

test('lintian finds no error and no warning in the packages', async () => {
  const packages = [debianPackageFor('amd64'), debianPackageFor('arm64')];
  const { exitCode, stdout } = await execa(
    'lintian',
    ['--fail-on', 'error,warning', '--allow-root', ...packages],
    { reject: false, env: { PATH: toolPath } },
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
});

test('the unit is one that systemd takes, and is hardened', async () => {
  await using folder = await temporaryFolder('unit');
  await run(['dpkg-deb', '--extract', ours, folder.path]);
  const unit = join(folder.path, 'lib/systemd/system/k8s-bind.service');
  expect(await verifyUnits(folder.path)).toBe('');
  expect(await securityOf(unit)).toBeLessThanOrEqual(1.5);
  const text = await readFile(unit, 'utf8');
  expect(text).toContain('ExecStart=/usr/bin/k8s-bind ');
  for (const setting of ['Type=notify', 'WatchdogSec=60', 'LoadCredential=']) expect(text).toContain(setting);
});

test('the package asks for the libraries that the program asks for', async () => {
  await using folder = await temporaryFolder('libraries');
  await run(['dpkg-deb', '--extract', ours, folder.path]);
  const needed = await run(['readelf', '--version-info', join(folder.path, 'usr/bin/k8s-bind')]);
  const newest = (name: string): number =>
    Math.max(
      ...[...needed.matchAll(new RegExp(`\\b${name}_2?3?\\.?4?\\.?(\\d+)\\b`, 'g'))].map(([, minor]) =>
        Number(minor),
      ),
    );
  // libstdc++ of GCC 7 has 3.4.24 at the most.
  expect(newest('GLIBC')).toBeLessThanOrEqual(28);
  expect(newest('GLIBCXX')).toBeLessThanOrEqual(24);
});

/** One Debian, in the order in which an administrator has it: what a test leaves is what the next one finds. */
describe('on a Debian with BIND', () => {
  let namespaces: Namespaces;
  let debian: DebianBase;
  let named: RunningProcess | undefined;
  let before: ReadonlyMap<string, string>;

  beforeAll(async () => {
    namespaces = await makeNamespaces();
    debian = await debianBase((await namespaces.add('debian')).prefix);
    before = await filesOf(debian);
    await cp(ours, join(debian.path, `root/k8s-bind_0.1.0-1_amd64.deb`));
    await cp(join(root, 'config/demo'), join(debian.path, 'srv/manifests'), { recursive: true });
  });
  afterAll(async () => {
    await named?.stop();
    await debian[Symbol.asyncDispose]();
    await namespaces[Symbol.asyncDispose]();
  });

  const inside = (...command: readonly string[]): Promise<string> => run([...debian.prefix, ...command]);
  const shell = (commands: string): Promise<string> => inside('sh', '-ec', `cd /root\n${commands}`);
  const asUser = (...args: readonly string[]): Promise<string> =>
    inside('setpriv', '--reuid=k8s-bind', '--regid=k8s-bind', '--init-groups', 'k8s-bind', ...args);
  const dig = (name: string): Promise<string> =>
    inside('dig', '-r', '@127.0.0.1', '+short', '+tries=1', name);

  test('installs by apt: a user without a login in the group of BIND, and nothing that runs', async () => {
    await shell(await docCommands('debian-install'));
    expect(await inside('getent', 'passwd', 'k8s-bind')).toMatch(
      /:\/var\/lib\/k8s-bind:\/usr\/sbin\/nologin$/,
    );
    expect((await inside('id', '-Gn', 'k8s-bind')).split(' ').sort()).toEqual(['bind', 'k8s-bind']);
    expect(await inside('k8s-bind', '--version')).toBe('k8s-bind 0.1.0');
    expect(await inside('dpkg', '--verify', 'k8s-bind')).toBe('');
  });

  test('takes a zone over the way that docs/install.md says, beside a record of another writer', async () => {
    named = startProcess([...debian.prefix, 'named', '-g', '-u', 'bind']);
    await waitFor('rndc answers', () => inside('rndc', 'status'));
    await shell(await docCommands('debian-zone'));
    await waitFor('BIND has the zone', () => dig('ns1.k8s.example'), { until: (ip) => ip === '127.0.0.1' });
    await shell(
      "sed -i 's#^kubeconfig: .*#manifests: /srv/manifests\\nowner: debian#' /etc/k8s-bind/k8s-bind.yaml",
    );
    await asUser('run', '--once', '--config', '/etc/k8s-bind/k8s-bind.yaml');
    expect(await dig('webapp.k8s.example')).toBe('10.96.80.80');
    expect(await dig('ns1.k8s.example')).toBe('127.0.0.1');
  });

  test('an upgrade keeps the configuration, the user and the zone', async () => {
    const [config, user] = [
      await inside('cat', '/etc/k8s-bind/k8s-bind.yaml'),
      await inside('id', 'k8s-bind'),
    ];
    await makeNewerPackage(join(debian.path, 'root/newer.deb'));
    await inside('dpkg', '--force-confdef', '--force-confold', '--install', '/root/newer.deb');
    expect(await inside('dpkg-query', '--show', '--showformat=${Version}', 'k8s-bind')).toBe('0.1.0-2');
    expect(await inside('cat', '/etc/k8s-bind/k8s-bind.yaml')).toBe(config);
    expect(await inside('id', 'k8s-bind')).toBe(user);
    await asUser('check', '--config', '/etc/k8s-bind/k8s-bind.yaml');
    expect(await dig('webapp.k8s.example')).toBe('10.96.80.80');
  });

  test('removed, it leaves the configuration and the zone', async () => {
    await inside('dpkg', '--remove', 'k8s-bind');
    expect(await inside('cat', '/etc/k8s-bind/k8s-bind.yaml')).toContain('owner: debian');
    expect(await shell('command -v k8s-bind || echo gone')).toBe('gone');
    expect(await dig('webapp.k8s.example')).toBe('10.96.80.80');
  });

  test('purged as docs/install.md says, it leaves nothing: neither a record nor a file nor a user', async () => {
    await inside('dpkg', '--install', '/root/newer.deb');
    // Without a cluster the owner stands in the configuration.
    await shell((await docCommands('debian-remove')).replace(/ --owner .*/, ''));
    expect(await dig('webapp.k8s.example')).toBe('');
    expect(await dig('ns1.k8s.example')).toBe('127.0.0.1');
    expect(await shell('getent passwd k8s-bind || getent group k8s-bind || echo gone')).toBe('gone');
    const after = await filesOf(debian);
    // What was done by hand, and what BIND and dpkg write as they run.
    const others =
      /^\/(root|srv|var\/cache|var\/lib\/(bind|dpkg|apt)|var\/log|run|tmp|etc\/bind\/(named\.conf\.(local|k8s-bind)|k8s-bind\.key))(\/|$)/;
    // Made again with the same content by deluser: the copies of before.
    const copies = /^\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)-?$/;
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (path) => before.get(path) !== after.get(path) && !others.test(path) && !copies.test(path),
    );
    expect(changed).toEqual([]);
  });

  test('installed before BIND, its user comes into the group of BIND with it', async () => {
    await named?.stop();
    await inside('dpkg', '--purge', 'bind9');
    await shell(
      'getent passwd bind > /dev/null && deluser --quiet bind; getent group bind > /dev/null && delgroup --quiet bind || true',
    );
    await inside('dpkg', '--install', '/root/newer.deb');
    expect(await inside('id', '-Gn', 'k8s-bind')).toBe('k8s-bind');
    await shell('dpkg --install /var/cache/apt/archives/bind9_*.deb');
    expect((await inside('id', '-Gn', 'k8s-bind')).split(' ').sort()).toEqual(['bind', 'k8s-bind']);
  });
});

/** The same package with a higher version and another default configuration. */
async function makeNewerPackage(file: string): Promise<void> {
  await using folder = await temporaryFolder('newer');
  const tree = join(folder.path, 'tree');
  await run(['dpkg-deb', '--raw-extract', ours, tree]);
  const control = join(tree, 'DEBIAN/control');
  await writeFile(control, (await readFile(control, 'utf8')).replace(/^Version: .*$/m, 'Version: 0.1.0-2'));
  const config = join(tree, 'etc/k8s-bind/k8s-bind.yaml');
  await writeFile(config, `# newer\n${await readFile(config, 'utf8')}`);
  await run(['dpkg-deb', '--root-owner-group', '-Znone', '--build', tree, file]);
  await rm(tree, { recursive: true });
}

/** Every path with its owner, mode and size. */
async function filesOf({ path, prefix }: DebianBase): Promise<ReadonlyMap<string, string>> {
  const found = await run([...prefix, 'find', '/', '-xdev', '-printf', '%p\\t%M %u %g %y %s\\n']);
  const lines = found.split('\n').map((line) => line.split('\t'));
  expect(path).not.toBe('/');
  // Folders have the size of what they once held.
  return new Map(lines.map(([file = '', facts = '']) => [file, facts.replace(/ d \d+$/, ' d')]));
}
