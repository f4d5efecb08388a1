import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Attack, lasts, testAttacks } from '../support/hostileAttack.ts';
import type { HostileSource, HostileWorld } from '../support/hostileWorld.ts';

/** A file is this for a while, and is as before when the attack is over. */
const becomes =
  (file: string, text: string | undefined): Attack['on'] =>
  async ({ folder, defer, api, relay }) => {
    const path = join(folder, file);
    const before = await readFile(path);
    defer(() => writeFile(path, before, { mode: 0o600 }));
    if (text === undefined) await rm(path);
    else await writeFile(path, text);
    // What was read before is good for the connections that there are.
    api.cut();
    relay.cut();
  };

const file = (
  name: string,
  on: Attack['on'],
  source: HostileSource = 'master',
  more: Partial<Attack> = {},
): Attack => ({
  name,
  source,
  on,
  felt: lasts(1_500),
  innocent: 'after',
  ...more,
});

/** Something appears in the folder of manifests. */
const appears =
  (make: (path: string, world: HostileWorld) => unknown, name = 'evil.yaml'): Attack['on'] =>
  async (world) => {
    const path = join(world.folder, 'manifests', name);
    world.defer(() => rm(path, { recursive: true, force: true }));
    await rm(path, { recursive: true, force: true });
    await make(path, world);
  };

const manifest = (name: string, on: Attack['on'], more: Partial<Attack> = {}): Attack =>
  file(name, on, 'manifests', { innocent: 'during', ...more });

const bomb = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from(
    { length: 12 },
    (_, level) => `a${level + 1}: &a${level + 1} [${Array.from({ length: 10 }, () => `*a${level}`).join()}]`,
  ),
].join('\n');

const large = async (path: string): Promise<void> => {
  const out = createWriteStream(path);
  for (let written = 0; written < 100 << 20; written += 1 << 20)
    out.write(`# ${'x'.repeat((1 << 20) - 3)}\n`);
  out.end();
  await finished(out);
};

testAttacks([
  file('the key file becomes garbage', becomes('key', 'so it is')),
  file('the key file is gone', becomes('key', undefined)),
  file('the key file is empty', becomes('key', '')),
  file(
    'the key file holds another key',
    becomes('key', 'key "k8s-bind" { algorithm hmac-sha256; secret "c28gaXQgaXM="; };'),
  ),
  file('the key file includes itself', becomes('key', 'include "key";')),
  file('the key file has a megabyte of braces', becomes('key', '{'.repeat(1 << 20))),
  file(
    'the key file may be read by everybody',
    async ({ folder, defer }) => {
      await chmod(join(folder, 'key'), 0o666);
      defer(() => chmod(join(folder, 'key'), 0o600));
    },
    'master',
    { innocent: 'during' },
  ),
  file('the kubeconfig becomes garbage', becomes('kubeconfig', '{['), 'kubeconfig'),
  file('the kubeconfig is gone', becomes('kubeconfig', undefined), 'kubeconfig'),
  file('the kubeconfig is a bomb of aliases', becomes('kubeconfig', bomb), 'kubeconfig'),
  file(
    'the kubeconfig speaks TLS to a server that does not',
    async (world) => {
      const text = await readFile(join(world.folder, 'kubeconfig'), 'utf8');
      await becomes('kubeconfig', text.replace('http://', 'https://'))(world);
    },
    'kubeconfig',
  ),
  file(
    'the kubeconfig has a token of two lines and a key that is none',
    async (world) => {
      const text = await readFile(join(world.folder, 'kubeconfig'), 'utf8');
      const user = 'user: {token: "a\\nb", client-key-data: "c28=", client-certificate-data: "c28="}';
      await becomes('kubeconfig', text.replace(/user: \{token: t\}/, user))(world);
    },
    'kubeconfig',
  ),
  manifest(
    'the folder of manifests is emptied',
    async ({ folder, defer, zone }) => {
      const path = join(folder, 'manifests');
      const names = ['healthy.yaml', 'innocent.yaml'];
      const texts = await Promise.all(names.map((name) => readFile(join(path, name), 'utf8')));
      for (const name of names) await rm(join(path, name));
      defer(async () => {
        for (const [index, name] of names.entries()) await writeFile(join(path, name), texts[index] ?? zone);
      });
    },
    { innocent: 'after' },
  ),
  manifest(
    'the folder of manifests is gone, and a circle of links stands there',
    async ({ folder, defer }) => {
      const path = join(folder, 'manifests');
      const names = ['healthy.yaml', 'innocent.yaml'];
      const texts = await Promise.all(names.map((name) => readFile(join(path, name), 'utf8')));
      await rm(path, { recursive: true });
      await symlink(path, path);
      defer(async () => {
        await rm(path);
        await mkdir(path);
        for (const [index, name] of names.entries()) await writeFile(join(path, name), texts[index] ?? '');
      });
    },
    { innocent: 'after' },
  ),
  manifest(
    'a link in the folder leads to itself',
    appears((path) => symlink(path, path)),
  ),
  manifest(
    'a link in the folder leads to a device that never ends',
    appears((path) => symlink('/dev/zero', path)),
  ),
  manifest(
    'a pipe lies in the folder',
    appears((path) => execFileSync('mkfifo', [path])),
  ),
  manifest('a file has 100 MB', appears(large), {
    alone: true,
    bounds: { megabytes: 350, publishedMs: 15_000 },
  }),
  manifest(
    'a file is a bomb of aliases',
    appears((path) => writeFile(path, bomb)),
  ),
  manifest(
    'a file is a hundred thousand brackets',
    appears((path) => writeFile(path, '['.repeat(100_000))),
    { bounds: { megabytes: 220 } },
  ),
  manifest(
    'a file is binary',
    appears((path) =>
      writeFile(path, Buffer.from(Array.from({ length: 65_536 }, (_, index) => (index * 7919) & 255))),
    ),
  ),
  manifest(
    'a folder stands where a file is expected',
    appears((path) => mkdir(path)),
  ),
  manifest(
    'a thousand files appear and go',
    appears(async (path) => {
      await mkdir(path);
      for (let index = 0; index < 1000; index += 1)
        await writeFile(join(path, '..', `many-${index}.yaml`), '# nothing\n');
      for (let index = 0; index < 1000; index += 1) await rm(join(path, '..', `many-${index}.yaml`));
    }),
    { bounds: { publishedMs: 15_000 } },
  ),
]);
