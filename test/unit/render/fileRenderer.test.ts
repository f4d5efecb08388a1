import { chmod, chown, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clusterView } from '../../../src/render/clusterView.ts';
import { type FileRenderer, fileRenderer, type RenderedFile } from '../../../src/render/fileRenderer.ts';
import { openTemplates } from '../../../src/render/openTemplates.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const never = new AbortController().signal;
const parse = await openTemplates();

/** A folder with a template, and what renders it. */
const setUp = async (more: Partial<RenderedFile> = {}, env: NodeJS.ProcessEnv = process.env) => {
  const folder = await temporaryFolder('render');
  const at = (name: string): string => join(folder.path, name);
  const file = { template: at('t.liquid'), output: at('out.conf'), ...more };
  const renderer: FileRenderer = fileRenderer({ view: () => clusterView([], () => []), parse, env }, file);
  const make = async (text: string) => {
    await writeFile(file.template, text);
    return renderer.render(never);
  };
  const files = async () => (await readdir(folder.path)).filter((name) => name !== 't.liquid').sort();
  return { at, renderer, make, files, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
};

const shell = (script: string): readonly string[] => ['sh', '-ec', script];

test('a file is written when its content changed, and only then', async () => {
  await using place = await setUp();
  expect(await place.make('one')).toEqual({ kind: 'written' });
  const before = await stat(place.at('out.conf'));
  expect(before.mode & 0o777).toBe(0o644);
  expect(await place.make('one')).toEqual({ kind: 'unchanged' });
  expect((await stat(place.at('out.conf'))).ino).toBe(before.ino);
  expect(await place.make('two')).toEqual({ kind: 'written' });
  expect((await stat(place.at('out.conf'))).ino).not.toBe(before.ino);
  expect(await place.files()).toEqual(['out.conf']);
});

test('mode and owner stay, and a symbolic link stays one', async () => {
  await using place = await setUp();
  await mkdir(place.at('real'));
  await writeFile(place.at('real/file'), 'old');
  await chmod(place.at('real/file'), 0o640);
  if (process.getuid?.() === 0) await chown(place.at('real/file'), 65_534, 65_534);
  const before = await stat(place.at('real/file'));
  await symlink('real/file', place.at('out.conf'));
  await place.make('new');
  expect(await readlink(place.at('out.conf'))).toBe('real/file');
  expect(await readFile(place.at('real/file'), 'utf8')).toBe('new');
  const { mode, uid, gid } = await stat(place.at('real/file'));
  expect({ mode, uid, gid }).toEqual({ mode: before.mode, uid: before.uid, gid: before.gid });
});

test('a check sees the new file in place, and when it fails the old one is there again, unread by anybody', async () => {
  await using place = await setUp();
  const script = (dir: string) =>
    `grep -q good ${dir}/out.conf || { echo "it is bad" >&2; echo why; exit 3; }`;
  const dir = place.at('.');
  const renderer = fileRenderer(
    { view: () => clusterView([], () => []), parse, env: process.env },
    {
      template: place.at('t.liquid'),
      output: place.at('out.conf'),
      check: shell(script(dir)),
      reload: shell(`cat ${dir}/out.conf >> ${dir}/reloads`),
    },
  );
  const make = async (text: string) => {
    await writeFile(place.at('t.liquid'), text);
    return renderer.render(never);
  };
  expect(await make('bad')).toMatchObject({ kind: 'failed', at: 'check' });
  expect(await place.files()).toEqual([]);
  expect(await make('good 1\n')).toEqual({ kind: 'written' });
  const refused = await make('bad');
  expect(refused).toMatchObject({ kind: 'failed', at: 'check' });
  expect(refused.kind === 'failed' && refused.line).toMatch(
    /^Cannot use the new "[^\n]+exit code 3: [^\n]*it is bad[^\n]*$/,
  );
  expect(await readFile(place.at('out.conf'), 'utf8')).toBe('good 1\n');
  expect(await readFile(place.at('reloads'), 'utf8')).toBe('good 1\n');
  expect(await place.files()).toEqual(['out.conf', 'reloads']);
});

test('a check with {file} is given the new file before it is in place', async () => {
  await using folder = await temporaryFolder('render');
  const output = join(folder.path, 'out.conf');
  await using place = await setUp({
    output,
    check: ['sh', '-ec', 'grep -q good "$1"; ! test -e "$2"', 'sh', '{file}', output],
  });
  expect(await place.make('bad')).toMatchObject({ kind: 'failed', at: 'check' });
  expect(await readdir(folder.path)).toEqual([]);
  expect(await place.make('good')).toEqual({ kind: 'written' });
  expect(await readdir(folder.path)).toEqual(['out.conf']);
});

test('a file that was empty is there again when the new one is refused', async () => {
  await using place = await setUp({ check: ['false'] });
  await writeFile(place.at('out.conf'), '', { mode: 0o600 });
  expect(await place.make('new')).toMatchObject({ at: 'check' });
  expect(await readFile(place.at('out.conf'), 'utf8')).toBe('');
  expect((await stat(place.at('out.conf'))).mode & 0o777).toBe(0o600);
  expect(await place.files()).toEqual(['out.conf']);
});

test('a reload that failed is owed, also by the next process', async () => {
  await using folder = await temporaryFolder('render');
  const output = join(folder.path, 'out.conf');
  const gate = join(folder.path, 'open');
  const options = { output, reload: ['test', '-e', gate] };
  await using place = await setUp(options);
  expect(await place.make('one')).toMatchObject({ kind: 'failed', at: 'reload' });
  expect(await readFile(output, 'utf8')).toBe('one');
  await using next = await setUp(options);
  expect(await next.make('one')).toMatchObject({ kind: 'failed', at: 'reload' });
  await writeFile(gate, '');
  expect(await next.make('one')).toEqual({ kind: 'written' });
  expect(await next.make('one')).toEqual({ kind: 'unchanged' });
  expect((await readdir(folder.path)).sort()).toEqual(['open', 'out.conf']);
});

test('after a failed reload a content that is refused leads back to the last one that was read', async () => {
  await using folder = await temporaryFolder('render');
  const output = join(folder.path, 'out.conf');
  const options = { output, check: ['grep', '-q', 'good', output], reload: ['grep', '-q', 'first', output] };
  await using place = await setUp(options);
  expect(await place.make('good first')).toEqual({ kind: 'written' });
  expect(await place.make('good second')).toMatchObject({ at: 'reload' });
  expect(await place.make('bad')).toMatchObject({ at: 'check' });
  expect(await readFile(output, 'utf8')).toBe('good first');
});

test('commands get none of our variables and no shell, and are ended in time by who stops us', async () => {
  const env = {
    PATH: process.env['PATH'],
    K8S_BIND_TSIG_SECRET: 'secret',
    NOTIFY_SOCKET: '/x',
    OTHER: 'kept',
  };
  const reload = shell('test "$OTHER" = kept; test -z "$K8S_BIND_TSIG_SECRET$NOTIFY_SOCKET"');
  await using place = await setUp({ reload }, env);
  expect(await place.make('x')).toEqual({ kind: 'written' });
  await using odd = await setUp({ reload: ['no-such-program', '&&', 'true'] });
  expect(await odd.make('x')).toMatchObject({
    line: expect.stringContaining('no program "no-such-program"'),
  });
  await using slow = await setUp({ reload: ['sleep', '60'] });
  await writeFile(slow.at('t.liquid'), 'x');
  expect(await slow.renderer.render(AbortSignal.timeout(100))).toMatchObject({ at: 'reload' });
  expect(await slow.files()).toEqual(['.out.conf.k8s-bind-absent', 'out.conf']);
});

test('a template that is gone, one with a mistake and one that writes nothing keep the old file', async () => {
  await using place = await setUp();
  await place.make('old');
  for (const text of ['{{ x }}', '{% if %}', '  ']) {
    expect(await place.make(text)).toMatchObject({ kind: 'failed', at: 'template' });
  }
  await using none = await setUp();
  expect(await none.renderer.render(never)).toMatchObject({
    at: 'template',
    line: expect.stringContaining('ENOENT'),
  });
  expect(await readFile(place.at('out.conf'), 'utf8')).toBe('old');
});

test('a folder that cannot be written is one line', async () => {
  await using place = await setUp({ output: '/proc/k8s-bind/out.conf' });
  expect(await place.make('x')).toMatchObject({
    at: 'file',
    line: expect.stringMatching(/^Cannot write "[^\n]+$/),
  });
});
