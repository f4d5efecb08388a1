import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { createTransport } from '../../../src/kube/api/transport.ts';
import { createKubeSource } from '../../../src/kube/createKubeSource.ts';
import { createCredentials } from '../../../src/kube/credentials/createCredentials.ts';
import { leastNeeds } from '../../../src/store/project/projection.ts';
import { answers, opens, type Reply, startHostileApi } from '../../support/hostileApi.ts';
import { serviceSnapshot } from '../../support/serviceSnapshot.ts';
import { waitFor } from '../../support/waitFor.ts';

const resourceVersion = '1';
const line = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`;
const end = line('BOOKMARK', {
  metadata: { resourceVersion, annotations: { 'k8s.io/initial-events-end': 'true' } },
});
const metadata = (name: string, labels = {}) => ({ namespace: 'n', name, resourceVersion, labels });
const service = line('ADDED', { metadata: metadata('web'), spec: { clusterIP: 'None' } });
const slice = line('ADDED', {
  metadata: metadata('web-1', { 'kubernetes.io/service-name': 'web' }),
  endpoints: [{ addresses: ['10.0.0.1'] }],
});
const endpoints = line('ADDED', {
  metadata: metadata('web'),
  subsets: [{ addresses: [{ ip: '10.0.0.1' }] }],
});

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

/**
 * A source on an API server whose API of EndpointSlices a test can switch on and off, as a restart with other
 * flags does.
 */
const setup = async (isServed: boolean) => {
  const cluster = { isServed, mayReadEndpoints: true, cut: (): void => undefined };
  const resources = answers(200, JSON.stringify({ resources: [{ name: 'endpointslices' }] }));
  const missing = answers(404, '{"code":404,"message":"the server could not find the requested resource"}');
  const forbidden = answers(403, '{"code":403,"message":"endpoints is forbidden"}');
  const reply: Reply = (response, request) => {
    const path = request.url ?? '';
    if (path === '/apis/discovery.k8s.io/v1') (cluster.isServed ? resources : missing)(response, request);
    else if (path.includes('/endpointslices')) {
      (cluster.isServed ? opens(slice + end) : missing)(response, request);
      cluster.cut = () => response.socket?.resetAndDestroy();
    } else if (path.includes('/endpoints'))
      (cluster.mayReadEndpoints ? opens(endpoints + end) : forbidden)(response, request);
    else opens(service + end)(response, request);
  };
  const server = stack.use(await startHostileApi([reply]));
  const rechecks: (() => void)[] = [];
  const transport = createTransport(await createCredentials({ master: server.url, env: {} }));
  const source = createKubeSource({
    transport,
    needs: leastNeeds,
    sources: ['service'],
    endpoints: true,
    clock: {
      ...systemClock,
      after: (delayMs, action) => {
        if (delayMs !== 600_000)
          return systemClock.after(Math.min(delayMs, delayMs > 60_000 ? delayMs : 20), action);
        rechecks.push(action);
        return { cancel: () => undefined };
      },
    },
  });
  /** Every state of the Service's slices that was ever to be seen once it was complete. */
  const seen: string[] = [];
  const look = (): void => {
    if (!source.store.synced()) return;
    const names = serviceSnapshot(source.store, 'n/web')
      ?.slices.map(({ name }) => name)
      .join();
    if (names !== undefined && seen.at(-1) !== names) seen.push(names);
  };
  source.store.subscribe({ onDirty: look });
  const stop = new AbortController();
  const running = source.start(stop.signal);
  stack.defer(async () => {
    stop.abort();
    await running;
    transport.close();
  });
  const watched = () => source.status().feeds.map(({ resource }) => resource);
  return { cluster, source, seen, look, rechecks, server, watched };
};

it('changes from Endpoints to EndpointSlices when the cluster has them, without an empty moment', async () => {
  const { cluster, source, seen, look, rechecks, watched } = await setup(false);
  await waitFor('the source to be synced', () => source.store.synced());
  look();
  expect(watched()).toEqual(['services', 'endpoints']);
  cluster.isServed = true;
  rechecks.pop()?.();
  await waitFor('the slices', () => seen.includes('web-1'));
  expect(seen).toEqual(['web#0', 'web-1']);
  expect(watched()).toEqual(['services', 'endpointslices']);
  await waitFor('the Endpoints to be forgotten', () => source.store.counts().endpoints === 0);
});

it('is not synced by the EndpointSlices that do not exist', async () => {
  const { source, watched, server } = await setup(false);
  await waitFor('the source to be synced', () => source.store.synced());
  expect(watched()).toEqual(['services', 'endpoints']);
  expect(serviceSnapshot(source.store, 'n/web')?.slices).toHaveLength(1);
  expect(server.requests.filter((path) => path === '/apis/discovery.k8s.io/v1')).toHaveLength(1);
});

it('changes to Endpoints when the cluster has no EndpointSlices any more, without an empty moment', async () => {
  const { cluster, source, seen, look, watched } = await setup(true);
  await waitFor('the source to be synced', () => source.store.synced());
  look();
  cluster.isServed = false;
  cluster.cut();
  await waitFor('the Endpoints', () => seen.includes('web#0'));
  expect(seen).toEqual(['web-1', 'web#0']);
  expect(watched()).toEqual(['services', 'endpoints']);
  expect(source.store.counts().endpointslices).toBe(0);
});

it('keeps the slices while the cluster has none for a time and Endpoints may not be read, without an empty moment', async () => {
  const { cluster, source, seen, look, rechecks, watched, server } = await setup(true);
  await waitFor('the source to be synced', () => source.store.synced());
  look();
  cluster.mayReadEndpoints = false;
  cluster.isServed = false;
  cluster.cut();
  await waitFor('Endpoints to be asked for', () =>
    server.requests.some((path) => path.includes('/endpoints?')),
  );
  expect(watched()).toEqual(['services', 'endpoints']);
  cluster.isServed = true;
  for (const recheck of rechecks.splice(0)) recheck();
  await waitFor('the slices to be watched again', () => source.status().feeds.every(({ synced }) => synced));
  expect(watched()).toEqual(['services', 'endpointslices']);
  look();
  expect(seen).toEqual(['web-1']);
});
