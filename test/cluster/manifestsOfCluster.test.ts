import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createManifestSource } from '../../src/manifests/createManifestSource.ts';
import { leastNeeds } from '../../src/store/project/projection.ts';
import { startControlPlane } from '../support/controlPlane.ts';
import { serviceSnapshot } from '../support/serviceSnapshot.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';
import { service, servicesPath } from './followCluster.ts';

test('whatever kubectl or the API itself prints of Services is read as a manifest, each form the same', async () => {
  await using cluster = await startControlPlane();
  await using folder = await temporaryFolder('printed');
  for (const name of ['a', 'b']) await cluster.api('POST', servicesPath, service(name));
  const forms: readonly (readonly string[])[] = [
    ['get', 'services', '-A', '-o', 'yaml'],
    ['get', 'services', '-A', '-o', 'json'],
    ['get', '--raw', '/api/v1/services'],
    [
      'get',
      'services',
      'a',
      'b',
      'kubernetes',
      '-o',
      'jsonpath={.items[0]}{"\\n"}{.items[1]}{"\\n"}{.items[2]}',
    ],
  ];
  for (const form of forms) {
    const path = join(folder.path, 'services.yaml');
    await writeFile(path, await cluster.kubectl(...form));
    const stop = new AbortController();
    const told: unknown[] = [];
    const source = createManifestSource({
      sources: ['service'],
      input: process.stdin,
      path,
      needs: leastNeeds,
      onEvent: (event) => told.push(event),
    });
    const running = source.start(stop.signal);
    await waitFor('the manifest to be read', () => source.store.synced());
    expect(source.store.keys().toSorted(), form.join(' ')).toEqual([
      'default/a',
      'default/b',
      'default/kubernetes',
    ]);
    expect(serviceSnapshot(source.store, 'default/a')?.service).toMatchObject({ kind: 'cluster-ip' });
    expect(told).toEqual([]);
    stop.abort();
    await running;
  }
});
