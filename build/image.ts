import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import packageFile from '../package.json' with { type: 'json' };
import { libraries } from './libraries.ts';
import { makeArchive } from './makeArchive.ts';
import { run } from './run.ts';
import type { Target } from './targets.ts';

export interface ImageInput {
  readonly executables: ReadonlyMap<Target, string>;
  readonly notices: string;
  readonly date: Date;
}

/** A file of the layout, as another one points at it. */
interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/**
 * Makes an OCI image layout (https://github.com/opencontainers/image-spec) for all targets as one archive:
 * the executable, the libraries of Debian that it is linked to, a user without a name, and nothing else. Two
 * layers, so that a new version of the program is all that is fetched anew.
 */
export const makeImage = async (
  input: ImageInput,
  { work, out }: { readonly work: string; readonly out: string },
): Promise<string> => {
  const layout = join(work, 'image');
  await mkdir(join(layout, 'blobs/sha256'), { recursive: true });
  const manifests: object[] = [];
  for (const [target, executable] of input.executables)
    manifests.push({
      ...(await writeManifest(layout, { target, executable, input, work })),
      platform: { os: 'linux', architecture: target.architecture },
    });
  const index = { schemaVersion: 2, mediaType: `${OCI}.index.v1+json`, manifests };
  const described = await writeJson(layout, index.mediaType, index);
  const name = { 'org.opencontainers.image.ref.name': `k8s-bind:${packageFile.version}` };
  await writeFile(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  await writeFile(
    join(layout, 'index.json'),
    JSON.stringify({ ...index, manifests: [{ ...described, annotations: name }] }),
  );
  const file = join(out, `k8s-bind-${packageFile.version}-image.tar`);
  await makeArchive({ folder: layout, file, date: input.date });
  return file;
};

const OCI = 'application/vnd.oci.image';

interface Variant {
  readonly target: Target;
  readonly executable: string;
  readonly input: ImageInput;
  readonly work: string;
}

const writeManifest = async (layout: string, variant: Variant): Promise<Descriptor> => {
  const { target, input } = variant;
  const tree = join(variant.work, `image-${target.architecture}`);
  await layOutBase(join(tree, 'base'), target);
  await layOutProgram(join(tree, 'program'), variant);
  const layers = [
    await writeLayer(layout, join(tree, 'base'), input.date),
    await writeLayer(layout, join(tree, 'program'), input.date),
  ];
  const config = await writeJson(layout, `${OCI}.config.v1+json`, {
    created: input.date.toISOString(),
    architecture: target.architecture,
    os: 'linux',
    config: SETTINGS,
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(() => ({ created: input.date.toISOString(), created_by: 'npm run package' })),
  });
  const mediaType = `${OCI}.manifest.v1+json`;
  return writeJson(layout, mediaType, {
    schemaVersion: 2,
    mediaType,
    config,
    layers: layers.map(({ layer }) => layer),
  });
};

/** Whoever runs it may do so with a root file system that nobody can write to: nothing in it is written. */
const SETTINGS = {
  User: '65532:65532',
  Env: ['PATH=/usr/bin'],
  Entrypoint: ['/usr/bin/k8s-bind'],
  Cmd: ['--help'],
  WorkingDir: '/',
  ExposedPorts: { '9353/tcp': {} },
  Labels: {
    'org.opencontainers.image.title': 'k8s-bind',
    'org.opencontainers.image.description': packageFile.description,
    'org.opencontainers.image.version': packageFile.version,
    'org.opencontainers.image.licenses': packageFile.license,
  },
};

const layOutBase = async (tree: string, target: Target): Promise<void> => {
  await cp(await libraries(target), tree, { recursive: true });
  await mkdir(join(tree, 'etc'), { recursive: true });
  await writeFile(join(tree, 'etc/passwd'), 'k8s-bind:x:65532:65532:k8s-bind:/:/sbin/nologin\n');
  await writeFile(join(tree, 'etc/group'), 'k8s-bind:x:65532:\n');
  await writeFile(join(tree, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  await mkdir(join(tree, 'tmp'));
  await chmod(join(tree, 'tmp'), 0o1777);
};

const layOutProgram = async (tree: string, { executable, input }: Variant): Promise<void> => {
  const doc = join(tree, 'usr/share/doc/k8s-bind');
  await mkdir(join(tree, 'usr/bin'), { recursive: true });
  await mkdir(doc, { recursive: true });
  await cp(executable, join(tree, 'usr/bin/k8s-bind'));
  await writeFile(join(doc, 'THIRD-PARTY-NOTICES.txt'), input.notices);
};

const writeLayer = async (
  layout: string,
  tree: string,
  date: Date,
): Promise<{ readonly layer: Descriptor; readonly diffId: string }> => {
  const tar = `${tree}.tar`;
  await makeArchive({ folder: tree, file: tar, date });
  await run(['gzip', '--no-name', tar]);
  const content = await readFile(`${tar}.gz`);
  const diffId = digestOf(gunzipSync(content));
  return { layer: await writeBlob(layout, `${OCI}.layer.v1.tar+gzip`, content), diffId };
};

const writeJson = (layout: string, mediaType: string, value: object): Promise<Descriptor> =>
  writeBlob(layout, mediaType, Buffer.from(JSON.stringify(value)));

const writeBlob = async (layout: string, mediaType: string, content: Buffer): Promise<Descriptor> => {
  const digest = digestOf(content);
  await writeFile(join(layout, 'blobs', digest.replace(':', '/')), content);
  return { mediaType, digest, size: content.length };
};

const digestOf = (content: Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;
