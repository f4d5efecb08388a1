import { stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { startControlPlane } from '../support/controlPlane.ts';
import { workloadControllers } from '../support/controlPlaneCommands.ts';
import { waitFor } from '../support/waitFor.ts';

interface Service {
  readonly spec: { readonly clusterIPs: readonly string[] };
}

interface SliceList {
  readonly items: readonly {
    readonly endpoints: readonly { readonly addresses: readonly string[] }[] | null;
  }[];
}

const dualStackService = {
  metadata: { name: 'web' },
  spec: { ipFamilyPolicy: 'PreferDualStack', selector: { app: 'web' }, ports: [{ port: 80 }] },
};

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web }] }
`;

test('a service gets an address of each family, over restarts of the API server and over plain http', async () => {
  await using cluster = await startControlPlane({ proxy: true });

  await cluster.api('POST', '/api/v1/namespaces/default/services', dualStackService);
  await cluster.stopApiServer();
  await cluster.startApiServer();

  const answer = await fetch(`${cluster.proxyUrl}/api/v1/namespaces/default/services/web`);
  const service = (await answer.json()) as Service;
  expect(service.spec.clusterIPs).toEqual([
    expect.stringMatching(/^10\./),
    expect.stringMatching(/^fd00:10:96::/),
  ]);
  expect(await cluster.kubectl('version')).toContain('Server Version: v1.37.2');
});

test('the pods of a deployment that are made ready appear in the endpoint slices of both families', async () => {
  await using cluster = await startControlPlane({ controllers: workloadControllers });

  await cluster.api('POST', '/api/v1/namespaces/default/services', dualStackService);
  await cluster.apply(deployment);
  const addresses = await cluster.markPodsReady({ selector: 'app=web', count: 2 });

  const slices =
    '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name=web';
  await waitFor(
    'two slices with the addresses',
    async () => {
      const { items } = await cluster.api<SliceList>('GET', slices);
      return items.flatMap(({ endpoints }) => (endpoints ?? []).flatMap(({ addresses }) => addresses));
    },
    { until: (seen) => seen.length === 4 && addresses.every((address) => seen.includes(address)) },
  );
});

test('the user k8s-bind may watch services but not create them, and nothing when its binding is gone', async () => {
  await using cluster = await startControlPlane();
  const asUser = (...args: readonly string[]) => cluster.kubectl('--as=k8s-bind', ...args);

  await asUser('get', 'services,endpointslices', '--all-namespaces');
  await expect(asUser('create', 'service', 'clusterip', 'web', '--tcp=80')).rejects.toThrow('forbidden');
  await cluster.kubectl('delete', 'clusterrolebinding', 'k8s-bind');

  const kubeconfig = `--kubeconfig=${cluster.users['k8s-bind'].kubeconfig}`;
  const read = () => cluster.kubectl(kubeconfig, 'get', 'services').catch((error: unknown) => String(error));
  await waitFor('reading is forbidden', read, { until: (answer) => answer.includes('forbidden') });
});

test('an API server without EndpointSlices still has Endpoints, and nothing is left of it afterwards', async () => {
  const cluster = await startControlPlane({
    runtimeConfig: 'discovery.k8s.io/v1=false',
    featureGates: 'WatchList=false',
    controllers: workloadControllers.filter((name) => !name.startsWith('endpointslice')),
  });
  const { pid } = cluster.apiServer();

  await cluster.api('POST', '/api/v1/namespaces/default/services', dualStackService);
  await cluster.apply(deployment);
  const addresses = await cluster.markPodsReady({ count: 2 });
  const endpoints = () => cluster.kubectl('get', 'endpoints', 'web', '--output=yaml');
  await waitFor('the addresses', endpoints, { until: (seen) => addresses.every((ip) => seen.includes(ip)) });
  await expect(cluster.api('GET', '/apis/discovery.k8s.io/v1/endpointslices')).rejects.toThrow('404');
  await cluster[Symbol.asyncDispose]();

  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  await expect(stat(cluster.folder)).rejects.toThrow('ENOENT');
});
