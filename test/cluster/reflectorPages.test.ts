import { expect, test } from 'vitest';
import { createTransport, type Transport } from '../../src/kube/api/transport.ts';
import { createCredentials } from '../../src/kube/credentials/createCredentials.ts';
import { objectKey, objectMeta } from '../../src/kube/objectKey.ts';
import { systemClock } from '../../src/kube/reflector/reflection.ts';
import { createReflector } from '../../src/kube/reflector/reflector.ts';
import { startControlPlane } from '../support/controlPlane.ts';
import { waitFor } from '../support/waitFor.ts';

const path = '/api/v1/namespaces/default/configmaps';
const count = 1100;

test('a list of many pages, as it is read when a version cannot be had, holds every object once', async () => {
  await using cluster = await startControlPlane({ featureGates: 'WatchList=false' });
  const names = Array.from({ length: count }, (_, index) => `map-${index}`);
  for (const name of names)
    await cluster.api('POST', path, { metadata: { name }, data: { text: '"}],{"items":[' } });
  const credentials = await createCredentials({ kubeconfig: cluster.users.admin.kubeconfig, env: {} });
  const transport = createTransport(credentials);
  const requests: string[] = [];
  // The first list asks for a version the server has not reached, as after its store was restored from a backup.
  const fromTheFuture: Transport = {
    ...transport,
    request: (request) => {
      requests.push(request.path);
      const path = request.path.replace('resourceVersion=0&', 'resourceVersion=999999999&');
      return transport.request({ ...request, path });
    },
  };
  const replaced: (readonly string[])[] = [];
  const reflector = createReflector<true>(
    {
      transport: fromTheFuture,
      clock: systemClock,
      handlers: {
        project: (json) => {
          const meta = objectMeta(json);
          return { key: meta && objectKey(meta), object: true };
        },
        shared: (_key, object) => object,
        replace: (objects) => replaced.push([...objects.keys()]),
        upsert: () => undefined,
        delete: () => undefined,
        synced: () => undefined,
        connected: () => undefined,
      },
    },
    { path, watchList: 'off' },
  );
  const stop = new AbortController();
  const running = reflector.run(stop.signal);
  await waitFor('the list', () => replaced.length > 0, { deadlineMs: 30_000 });
  stop.abort();
  await running;
  transport.close();
  const keys = replaced[0]?.filter((key) => key.startsWith('default/map-'));
  expect(keys?.toSorted()).toEqual(names.map((name) => `default/${name}`).toSorted());
  expect(requests.filter((request) => request.includes('continue='))).toHaveLength(2);
});
