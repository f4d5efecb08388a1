import { createHash } from 'node:crypto';
import { chown, cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imageArchive, nativeArchitecture, packageVersion } from '../support/buildPackages.ts';
import { docCommands } from '../support/docCommands.ts';
import { startNamed } from '../support/named.ts';
import { run } from '../support/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

const demoManifests = join(import.meta.dirname, '../../config/demo');

type Descriptor = { readonly digest: string; readonly size: number };
type Index = {
  readonly manifests: readonly (Descriptor & { readonly platform?: { readonly architecture: string } })[];
};
type Manifest = { readonly config: Descriptor; readonly layers: readonly Descriptor[] };
type Settings = {
  readonly architecture: string;
  readonly config: { readonly User: string };
  readonly rootfs: { readonly diff_ids: readonly string[] };
};

let folder: TemporaryFolder;
let layout: string;
beforeAll(async () => {
  folder = await temporaryFolder('image');
  layout = join(folder.path, 'layout');
  await mkdir(layout);
  await run(['tar', '--extract', '--file', imageArchive, '--directory', layout]);
});
afterAll(() => folder[Symbol.asyncDispose]());

const blob = async ({ digest, size }: Descriptor): Promise<Buffer> => {
  const content = await readFile(join(layout, 'blobs', digest.replace(':', '/')));
  expect(content.length).toBe(size);
  expect(digestOf(content)).toBe(digest);
  return content;
};
const digestOf = (content: Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;
const json = async <T>(descriptor: Descriptor): Promise<T> =>
  JSON.parse((await blob(descriptor)).toString()) as T;

const manifestOf = async (architecture: string): Promise<Manifest> => {
  const top = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8')) as Index;
  const index = await json<Index>(top.manifests[0] ?? { digest: '', size: 0 });
  const found = index.manifests.find(({ platform }) => platform?.architecture === architecture);
  return json<Manifest>(found ?? { digest: '', size: 0 });
};

/** All that it consists of, in a folder. */
const unpacked = async (architecture: string): Promise<string> => {
  const root = join(folder.path, architecture);
  await mkdir(root, { recursive: true });
  for (const { digest } of (await manifestOf(architecture)).layers)
    await run([
      'tar',
      '--extract',
      '--gzip',
      '--file',
      join(layout, 'blobs', digest.replace(':', '/')),
      '--directory',
      root,
    ]);
  return root;
};

describe.each(['amd64', 'arm64'])('the image for %s', (architecture) => {
  test('is whole: every digest and size is right, and it runs as a user without rights', async () => {
    const { config, layers } = await manifestOf(architecture);
    const settings = await json<Settings>(config);
    expect(settings.architecture).toBe(architecture);
    expect(settings.config.User).toBe('65532:65532');
    const contents = await Promise.all(layers.map(blob));
    expect(contents.map((content) => digestOf(gunzipSync(content)))).toEqual(settings.rootfs.diff_ids);
  });

  test('holds the program and libraries, and neither a shell nor anything that runs with other rights', async () => {
    const root = await unpacked(architecture);
    const programs = await run(['find', root, '-type', 'f', '-executable', '-printf', '%P\\n']);
    expect(programs.split('\n').filter((path) => !/^lib(64)?\//.test(path))).toEqual(['usr/bin/k8s-bind']);
    expect(await run(['find', root, '-perm', '/6000'])).toBe('');
  });
});

const publish = async (
  command: readonly string[],
  inside: (path: string) => string,
  owner?: number,
): Promise<void> => {
  await using named = await startNamed();
  const key = join(folder.path, 'key');
  await cp(named.key().file, key);
  if (owner !== undefined) await chown(key, owner, owner);
  const server = ['--server', `${named.address}:${named.port}`, '--key-file', inside(key)];
  const source = ['--manifests', inside(demoManifests), '--owner', 'image'];
  await run([...command, 'run', '--once', '--zone', 'k8s.example.', ...server, ...source]);
  expect(await named.dig('webapp.k8s.example', 'A', '+short')).toBe('10.96.80.80');
};

test('podman runs it with a root that nobody can write to and without any capability, and it publishes', async () => {
  const storage = ['--root', join(folder.path, 'storage'), '--runroot', join(folder.path, 'run')];
  const machine = [
    '--storage-driver',
    'vfs',
    '--cgroup-manager',
    'cgroupfs',
    '--events-backend',
    'none',
    '--runtime',
    'runc',
  ];
  const podman = ['podman', ...storage, ...machine];
  const [load = '', ...rest] = (await docCommands('image-load')).trim().split('\n');
  expect(rest).toEqual([]);
  await run([
    ...podman,
    ...load.replace(`k8s-bind-${packageVersion}-image.tar`, imageArchive).split(' ').slice(1),
  ]);
  const mounts = [
    ['--volume', `${demoManifests}:/manifests:ro`],
    ['--volume', `${join(folder.path, 'key')}:/key:ro`],
  ].flat();
  const limits = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1000:1000'];
  const rights = ['--read-only', '--cap-drop=all', '--security-opt=no-new-privileges', '--network=host'];
  const image = `k8s-bind:${packageVersion}`;
  await publish(
    [...podman, 'run', '--rm', ...limits, ...rights, ...mounts, image],
    (path) => (path === demoManifests ? '/manifests' : '/key'),
    65532,
  );
});

test.runIf(nativeArchitecture === 'amd64')(
  'the program of the other architecture publishes too, with the libraries of its image',
  async () => {
    const root = await unpacked('arm64');
    await publish(['qemu-aarch64-static', '-L', root, join(root, 'usr/bin/k8s-bind')], (path) => path);
  },
);
