import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOwnerId } from '../../../src/manifests/ownerId.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('the owner id of manifests', () => {
  it('is made once and kept in the folder, the same for all who start at once', async () => {
    await using folder = await temporaryFolder('owner');
    const ids = await Promise.all(Array.from({ length: 5 }, () => readOwnerId(folder.path)));
    const kept = (await readFile(join(folder.path, '.k8s-bind-owner'), 'utf8')).trim();
    expect(kept).toMatch(/^[0-9a-f-]{36}$/);
    for (const id of ids) expect(id).toEqual({ kind: 'found', id: kept });
    expect(await readdir(folder.path)).toEqual(['.k8s-bind-owner']);
  });

  it('is kept beside a single file', async () => {
    await using folder = await temporaryFolder('owner');
    const file = join(folder.path, 'a.yaml');
    await writeFile(file, '');
    expect((await readOwnerId(file)).kind).toBe('found');
    expect((await readdir(folder.path)).sort()).toEqual(['a.yaml', 'a.yaml.k8s-bind-owner']);
  });

  it('is asked for where it cannot be kept', async () => {
    for (const path of ['-', '/nowhere/at/all'])
      expect(await readOwnerId(path)).toEqual({
        kind: 'missing',
        message: expect.stringMatching(/needed a place to write, or --owner$/),
      });
  });
});
