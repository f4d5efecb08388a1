import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../src/clock.ts';
import { createTransport, type Transport } from '../../src/kube/api/transport.ts';
import { createCredentials } from '../../src/kube/credentials/createCredentials.ts';
import { createReflector } from '../../src/kube/reflector/reflector.ts';
import { objectKey, objectMeta } from '../../src/store/objectKey.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { waitFor } from '../support/waitFor.ts';

const path = '/api/v1/namespaces/default/configmaps';
let cluster: ControlPlane;

beforeAll(async () => {
  cluster = await startControlPlane();
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** A clock that makes a minute pass in a second. */
const fastClock: Clock = {
  ...systemClock,
  nowMs: () => performance.now() * 60,
  after: (delayMs, action) => systemClock.after(delayMs / 60, action),
};

/**
 * A reflector of ConfigMaps by lists whose first request of a kind asks for a version that the server has not
 * reached, as after its store was restored from a backup.
 */
const reflectFromTheFuture = async (kind: 'list' | 'watch', clock: Clock) => {
  const credentials = await createCredentials({ kubeconfig: cluster.users.admin.kubeconfig, env: {} });
  const transport = createTransport(credentials);
  const requests: string[] = [];
  let sent = false;
  const fromTheFuture: Transport = {
    ...transport,
    request: (request) => {
      requests.push(request.path);
      if (sent || request.path.includes('watch=1') !== (kind === 'watch')) return transport.request(request);
      sent = true;
      return transport.request({
        ...request,
        path: request.path.replace(/resourceVersion=\d+/, 'resourceVersion=999999999'),
      });
    },
  };
  const keys = new Set<string>();
  const reflector = createReflector<true>(
    {
      transport: fromTheFuture,
      clock,
      handlers: {
        project: (json) => {
          const meta = objectMeta(json);
          return { key: meta && objectKey(meta), object: true };
        },
        shared: (_key, object) => object,
        replace: (objects) => {
          keys.clear();
          for (const key of objects.keys()) keys.add(key);
        },
        upsert: (key) => keys.add(key),
        delete: (key) => keys.delete(key),
        synced: () => undefined,
        connected: () => undefined,
      },
    },
    { path: () => path, watchList: 'off' },
  );
  const stop = new AbortController();
  const running = reflector.run(stop.signal);
  return {
    requests,
    keys,
    reflector,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
      transport.close();
    },
  };
};

test('a list of a version that cannot be had is read as the newest instead, page by page, each object once', async () => {
  const names = Array.from({ length: 1100 }, (_, index) => `map-${index}`);
  for (const name of names)
    await cluster.api('POST', path, { metadata: { name }, data: { text: '"}],{"items":[' } });
  await using following = await reflectFromTheFuture('list', systemClock);
  await waitFor('the list', () => following.reflector.status().synced, { deadlineMs: 30_000 });
  const found = [...following.keys].filter((key) => key.startsWith('default/map-'));
  expect(found.toSorted()).toEqual(names.map((name) => `default/${name}`).toSorted());
  expect(following.requests.filter((request) => request.includes('continue='))).toHaveLength(2);
});

test('a watch from such a version, which the server leaves in silence, is found out and everything is read anew', async () => {
  await using following = await reflectFromTheFuture('watch', fastClock);
  await waitFor('the watch', () => following.reflector.status().state === 'watching');
  await cluster.api('POST', path, { metadata: { name: 'unheard' } });
  await waitFor('the object', () => following.keys.has('default/unheard'));
  expect(following.reflector.status().relists).toBe(1);
});
