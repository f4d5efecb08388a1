import { readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { ZoneMemory } from '../../../src/controller/zoneContext.ts';
import { createZoneMemory } from '../../../src/daemon/createZoneMemory.ts';
import { emptyMirror } from '../../../src/zone/mirror.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const layout = forwardLayout('k8s.example.', { podNames: false });
const zone = { mirror: { ...emptyMirror(layout), serial: 7 }, made: new Map() };

let problems: string[];
beforeEach(() => {
  problems = [];
});

const memoryIn = (folder: string): ZoneMemory =>
  createZoneMemory({
    folder,
    place: 'k8s.example. at 127.0.0.1:53',
    version: '1',
    onProblem: (message) => problems.push(message),
  });

test('what is written is read once, and is gone then', async () => {
  await using folder = await temporaryFolder('memory');
  await memoryIn(folder.path).write(zone);
  expect(await readdir(folder.path)).toHaveLength(1);
  expect((await memoryIn(folder.path).read(layout))?.mirror.serial).toBe(7);
  expect([await memoryIn(folder.path).read(layout), await readdir(folder.path), problems]).toEqual([
    undefined,
    [],
    [],
  ]);
});

test('a file that is too large is told, and met once', async () => {
  await using folder = await temporaryFolder('memory');
  await memoryIn(folder.path).write(zone);
  const [name = ''] = await readdir(folder.path);
  // Sparse: it takes no room.
  await truncate(join(folder.path, name), 2 ** 28 + 1);
  expect(await memoryIn(folder.path).read(layout)).toBeUndefined();
  expect(problems).toEqual([
    expect.stringMatching(
      /^Cannot read what is remembered .* it has 268435457 octets, needed at most 268435456;/,
    ),
  ]);
  expect(await readdir(folder.path)).toEqual([]);
});

test('what a write left that was cut off does not stay, and keeps nobody from writing', async () => {
  await using folder = await temporaryFolder('memory');
  await memoryIn(folder.path).write(zone);
  const [name = ''] = await readdir(folder.path);
  await writeFile(join(folder.path, `${name}.new`), 'half of it');
  await memoryIn(folder.path).write(zone);
  expect([await readdir(folder.path), problems]).toEqual([[name], []]);
  expect((await memoryIn(folder.path).read(layout))?.mirror.serial).toBe(7);
});
