import { expect, test } from 'vitest';
import { startControlPlane } from '../support/controlPlane.ts';
import { serviceSnapshot } from '../support/serviceSnapshot.ts';
import { waitFor } from '../support/waitFor.ts';
import { followCluster, service, servicesPath } from './followCluster.ts';

test('an API server that cannot stream its lists is read by lists, and asked for a stream only once', async () => {
  await using cluster = await startControlPlane({ featureGates: 'WatchList=false' });
  const { kubeconfig } = cluster.users['k8s-bind'];
  await using following = await followCluster({ kubeconfig });
  await following.becomesSynced();
  await cluster.api('POST', servicesPath, service('a'));
  await following.becomes('default/kubernetes', 'default/a');
  expect(following.events.filter((event) => event.kind === 'feed-problem')).toEqual([]);
  const states = (): string =>
    following.source
      .status()
      .feeds.map(({ state }) => state)
      .join(' ');
  await waitFor('both to be watched', states, { until: (seen) => seen === 'watching watching' });
});

test('an API server without EndpointSlices is read by Endpoints', async () => {
  await using cluster = await startControlPlane({ runtimeConfig: 'discovery.k8s.io/v1=false' });
  await cluster.api('POST', servicesPath, service('a'));
  await cluster.api('POST', '/api/v1/namespaces/default/endpoints', {
    metadata: { name: 'a' },
    subsets: [
      { addresses: [{ ip: '10.1.2.3' }], notReadyAddresses: [{ ip: '10.1.2.4' }], ports: [{ port: 80 }] },
    ],
  });
  await using following = await followCluster({ kubeconfig: cluster.users['k8s-bind'].kubeconfig });
  await following.becomesSynced();
  const snapshot = await waitFor('the endpoints', () => serviceSnapshot(following.source.store, 'default/a'));
  expect(snapshot?.slices.map(({ name }) => name)).toEqual(['a#0']);
  expect(snapshot?.slices[0]?.endpoints.map(({ address, ready }) => `${address} ${ready}`)).toEqual([
    '10.1.2.3 true',
    '10.1.2.4 false',
  ]);
  expect(following.source.status().feeds.map(({ resource }) => resource)).toEqual(['services', 'endpoints']);
});
