import { expect, test } from 'vitest';
import { startControlPlane } from '../support/controlPlane.ts';
import { installCustomResources } from '../support/customResources.ts';
import { waitFor } from '../support/waitFor.ts';
import { type Following, followCluster } from './followCluster.ts';

const definition =
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/serviceimports.multicluster.x-k8s.io';

type Definition = {
  readonly spec: { readonly versions: readonly { readonly name: string; readonly served: boolean }[] };
};

test('ServiceImports are read in the best version that is served, also when that changes', async () => {
  await using cluster = await startControlPlane();
  await installCustomResources(cluster, 'mcs-api');
  const serve = async (...names: readonly string[]): Promise<void> => {
    const { spec } = await cluster.api<Definition>('GET', definition);
    const versions = spec.versions.map((version) => ({ ...version, served: names.includes(version.name) }));
    await cluster.api('PATCH', definition, { spec: { versions } });
  };
  const create = (version: string, name: string): Promise<unknown> => {
    const path = `/apis/multicluster.x-k8s.io/${version}/namespaces/default/serviceimports`;
    const spec = { type: 'ClusterSetIP', ips: ['10.42.0.1'], ports: [] };
    const body = {
      apiVersion: `multicluster.x-k8s.io/${version}`,
      kind: 'ServiceImport',
      metadata: { name },
      spec,
    };
    return waitFor(`${name} is created`, () => cluster.api('POST', path, body).then(() => true));
  };
  const { kubeconfig } = cluster.users.admin;
  const follow = () => followCluster({ kubeconfig, sources: ['import'], endpoints: false });
  const keys = (...names: readonly string[]) => names.map((name) => `ServiceImport/default/${name}`);
  const problemsOf = ({ events }: Following): readonly string[] =>
    events.flatMap((event) => (event.kind === 'feed-problem' ? [event.message] : []));
  const both = await create('v1beta1', 'first').then(follow);
  await both.becomes(...keys('first'));
  expect(problemsOf(both)).toEqual([]);
  await both[Symbol.asyncDispose]();

  await serve('v1alpha1');
  await create('v1alpha1', 'second');
  await using older = await follow();
  await older.becomes(...keys('first', 'second'));
  // For a moment after the change the API server may also answer that its storage is initializing (429).
  expect(problemsOf(older)).toContain(
    'Cannot watch serviceimports.multicluster.x-k8s.io in version v1beta1: the API server serves v1alpha1, which is read in its place',
  );

  // A watch outlasts the version it was opened in, until it is cut.
  await serve('v1beta1');
  await create('v1beta1', 'third');
  await cluster.stopApiServer();
  await cluster.startApiServer();
  await create('v1beta1', 'fourth');
  await older.becomes(...keys('first', 'second', 'third', 'fourth'));
});
