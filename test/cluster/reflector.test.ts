import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../src/clock.ts';
import { readClusterIdentity } from '../../src/kube/api/clusterIdentity.ts';
import { createTransport } from '../../src/kube/api/transport.ts';
import { createCredentials } from '../../src/kube/credentials/createCredentials.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { serviceSnapshot } from '../support/serviceSnapshot.ts';
import { waitFor } from '../support/waitFor.ts';
import { followCluster, service, servicesPath } from './followCluster.ts';
import { startTcpRelay } from './tcpRelay.ts';

let cluster: ControlPlane;
let kubeconfig: string;
const others = ['default/kubernetes'];

beforeAll(async () => {
  cluster = await startControlPlane({ proxy: true });
  kubeconfig = cluster.users['k8s-bind'].kubeconfig;
});
afterAll(() => cluster[Symbol.asyncDispose]());

const create = (name: string, annotations = {}) =>
  cluster.api('POST', servicesPath, service(name, annotations));
const remove = (name: string) => cluster.api('DELETE', `${servicesPath}/${name}`);
const patch = (name: string, body: object) => cluster.api('PATCH', `${servicesPath}/${name}`, body);

/** Makes Services for one test and takes them away after it. */
const withServices = async (names: readonly string[]): Promise<AsyncDisposable> => {
  for (const name of names) await create(name);
  return {
    [Symbol.asyncDispose]: async () => {
      for (const name of names) await remove(name).catch(() => undefined);
    },
  };
};

/** A kubeconfig of the user k8s-bind that reaches the API server by another port. */
const throughPort = async (port: number): Promise<string> => {
  const path = join(cluster.folder, `relay-${port}.kubeconfig`);
  const config = await readFile(kubeconfig, 'utf8');
  await writeFile(path, config.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`));
  return path;
};

/** A clock that makes a minute pass in less than a second. */
const fastClock = (factor: number): Clock => ({
  ...systemClock,
  nowMs: () => performance.now() * factor,
  after: (delayMs, action) => systemClock.after(delayMs / factor, action),
});

/** One rule of a role. */
const listAndWatch = (apiGroup: string, resource: string) => ({
  apiGroups: [apiGroup],
  resources: [resource],
  verbs: ['list', 'watch'],
});

describe('a source that follows an API server', () => {
  test('reads what exists by one watch, then follows what is created, changed and deleted', async () => {
    await using _ = await withServices(['a']);
    await using following = await followCluster({ kubeconfig });
    await following.becomesSynced();
    await following.becomes(...others, 'default/a');

    const before = serviceSnapshot(following.source.store, 'default/a');
    expect(before?.service).toMatchObject({
      kind: 'cluster-ip',
      ports: [{ name: 'http', protocol: 'tcp', port: 80 }],
    });
    await create('b');
    await following.becomes(...others, 'default/a', 'default/b');
    await remove('b');
    await following.becomes(...others, 'default/a');
    await patch('a', { metadata: { annotations: { 'k8s-bind.io/ttl': '7' } } });
    await waitFor('the annotation', () => serviceSnapshot(following.source.store, 'default/a'), {
      until: (snapshot) => snapshot?.service.annotations['k8s-bind.io/ttl'] === '7',
    });
    const watches = following.source.status().feeds;
    expect(watches).toMatchObject([
      { state: 'watching', relists: 0, stalenessMs: 0, problem: undefined },
      {},
    ]);
  });

  test('marks nothing when a Service changes in what never reaches DNS', async () => {
    await using _ = await withServices(['a']);
    await using following = await followCluster({ kubeconfig });
    await following.becomes(...others, 'default/a');
    following.marks.splice(0);
    await patch('a', { metadata: { annotations: { note: 'x' }, labels: { tier: 'y' } } });
    await create('last');
    await following.becomes(...others, 'default/a', 'default/last');
    await remove('last');
    expect(following.marks.filter((key) => key === 'default/a')).toEqual([]);
  });

  test('joins the slices of a Service to it', async () => {
    await using _ = await withServices(['a']);
    await using following = await followCluster({ kubeconfig });
    await cluster.api('POST', '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', {
      metadata: { name: 'a-1', labels: { 'kubernetes.io/service-name': 'a' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.1.2.3'], conditions: { ready: true } }],
      ports: [{ name: 'http', port: 8080 }],
    });
    await waitFor(
      'the slice',
      () => serviceSnapshot(following.source.store, 'default/a')?.slices[0]?.endpoints[0],
      {
        until: (endpoint) => endpoint?.address === '10.1.2.3',
      },
    );
  });

  test('watches only the namespaces and Services that are selected', async () => {
    await using _ = await withServices(['a', 'b']);
    await patch('b', { metadata: { labels: { dns: 'yes' } } });
    await using following = await followCluster({
      kubeconfig,
      selection: { namespaces: ['default', 'kube-system'], selector: 'dns=yes' },
    });
    await following.becomesSynced();
    await following.becomes('default/b');
    await patch('a', { metadata: { labels: { dns: 'yes' } } });
    await following.becomes('default/a', 'default/b');
    await patch('b', { metadata: { labels: { dns: 'no' } } });
    await following.becomes('default/a');
  });

  test('selects namespaces by their labels', async () => {
    await using _ = await withServices(['a']);
    await using following = await followCluster({
      kubeconfig,
      selection: { selectsNamespace: (labels) => labels['dns'] === 'yes' },
    });
    await following.becomesSynced();
    expect(following.source.store.keys()).toEqual([]);
    await cluster.api('PATCH', '/api/v1/namespaces/default', { metadata: { labels: { dns: 'yes' } } });
    await following.becomes(...others, 'default/a');
    await cluster.api('PATCH', '/api/v1/namespaces/default', { metadata: { labels: { dns: null } } });
    await following.becomes();
  });

  test('works over plain http without credentials', async () => {
    await using _ = await withServices(['a']);
    await using following = await followCluster({ master: cluster.proxyUrl ?? '' });
    await following.becomes(...others, 'default/a');
  });

  test('reads by lists when it is told to, and follows all the same', async () => {
    await using _ = await withServices(['a']);
    await using following = await followCluster({ kubeconfig, watchList: 'off' });
    await following.becomes(...others, 'default/a');
    await remove('a');
    await following.becomes(...others);
  });

  test('knows the cluster by the UID of kube-system, and says when it may not', async () => {
    const { metadata } = await cluster.api<{ metadata: { uid: string } }>(
      'GET',
      '/api/v1/namespaces/kube-system',
    );
    const identityAs = async (user: 'k8s-bind' | 'stranger') => {
      const credentials = await createCredentials({ kubeconfig: cluster.users[user].kubeconfig, env: {} });
      return readClusterIdentity(createTransport(credentials), new AbortController().signal);
    };
    expect(await identityAs('k8s-bind')).toEqual({ kind: 'found', uid: metadata.uid });
    expect(await identityAs('stranger')).toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('or --owner'),
    });
  });
});

describe('when something goes wrong', () => {
  test('a connection that is cut is made anew, and what happened meanwhile is there, without a relist', async () => {
    await using relay = await startTcpRelay(Number(new URL(cluster.url).port));
    await using _ = await withServices(['a']);
    await using following = await followCluster({ kubeconfig: await throughPort(relay.port) });
    await following.becomes(...others, 'default/a');
    await following.becomesWatching();
    relay.refuse(true);
    relay.cut();
    await following.problemOf('services', /Cannot reach the Kubernetes API/);
    await create('b');
    await remove('a');
    expect(following.source.store.keys()).toContain('default/a');
    relay.refuse(false);
    await following.becomes(...others, 'default/b');
    expect(following.source.status().feeds.map(({ relists }) => relists)).toEqual([0, 0]);
    await remove('b');
  });

  test('a connection that is dead but open is found by its silence', async () => {
    await using relay = await startTcpRelay(Number(new URL(cluster.url).port));
    // A minute and a half of silence in a second and a half.
    await using following = await followCluster({
      kubeconfig: await throughPort(relay.port),
      clock: fastClock(60),
    });
    await following.becomesWatching();
    relay.freeze();
    await create('unheard');
    await following.becomes(...others, 'default/unheard');
    await remove('unheard');
  });

  test('after the API server lost its history everything is read anew, and only what is gone is deleted', async () => {
    await using relay = await startTcpRelay(Number(new URL(cluster.url).port));
    await using _ = await withServices(['stays', 'goes']);
    await using following = await followCluster({ kubeconfig: await throughPort(relay.port) });
    await following.becomes(...others, 'default/stays', 'default/goes');
    await following.becomesWatching();
    const stays = serviceSnapshot(following.source.store, 'default/stays');
    relay.refuse(true);
    relay.cut();
    await remove('goes');
    await create('comes');
    // Its watch cache is gone with it, so the version we have is too old.
    await cluster.stopApiServer();
    await cluster.startApiServer();
    following.marks.splice(0);
    relay.refuse(false);
    await following.becomes(...others, 'default/stays', 'default/comes');
    expect(following.source.status().feeds[0]?.relists).toBe(1);
    // The server takes its own address out of its own slice when it stops, and puts it back after its start.
    const marks = new Set(following.marks.filter((key) => !others.includes(key)));
    expect([...marks].toSorted()).toEqual(['default/comes', 'default/goes']);
    expect(serviceSnapshot(following.source.store, 'default/stays')).toBe(stays);
    await remove('comes');
  });

  test('an API server that is killed and comes back is followed again', async () => {
    await using following = await followCluster({ kubeconfig });
    await following.becomesWatching();
    await cluster.killApiServer();
    await following.problemOf('services', /connection refused/);
    expect(following.source.status().stalenessMs).toBeGreaterThan(0);
    await cluster.startApiServer();
    await create('after-restart');
    await following.becomes(...others, 'default/after-restart');
    await remove('after-restart');
    await waitFor('all to be well', () => following.source.status().stalenessMs === 0);
  });

  test('permissions that are taken away are named, and what is known stays', async () => {
    const binding = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
    await using following = await followCluster({ kubeconfig });
    await following.becomesSynced();
    const held = await cluster.api<{ roleRef: object; subjects: object }>('GET', `${binding}/k8s-bind`);
    await cluster.api('DELETE', `${binding}/k8s-bind`);
    await using late = await followCluster({ kubeconfig });
    const problem = await late.problemOf('endpointslices', /403/);
    expect(problem).toMatch(
      /^Cannot watch endpointslices\.discovery\.k8s\.io in all namespaces: found 403 .*, needed a role that grants list and watch on endpointslices\.discovery\.k8s\.io$/,
    );
    expect(late.source.store.synced()).toBe(false);
    expect(following.source.store.keys()).toEqual(others);
    const { roleRef, subjects } = held;
    await cluster.api('POST', binding, { metadata: { name: 'k8s-bind' }, roleRef, subjects });
    await waitFor('both to be synced', () => late.source.store.synced(), { deadlineMs: 60_000 });
    expect(late.source.status().feeds.map((feed) => feed.problem)).toEqual([undefined, undefined]);
  });

  test('list and watch are all the permissions it needs', async () => {
    const rbac = '/apis/rbac.authorization.k8s.io/v1';
    const rules = [listAndWatch('', 'services'), listAndWatch('discovery.k8s.io', 'endpointslices')];
    await cluster.api('POST', `${rbac}/clusterroles`, { metadata: { name: 'least' }, rules });
    await cluster.api('POST', `${rbac}/clusterrolebindings`, {
      metadata: { name: 'least' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'least' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'stranger' }],
    });
    for (const watchList of ['always', 'again', 'off'] as const) {
      await using following = await followCluster({
        kubeconfig: cluster.users.stranger.kubeconfig,
        watchList,
      });
      await waitFor('the source to be synced', () => following.source.store.synced(), { deadlineMs: 30_000 });
    }
  });

  test('a token that is rotated in its file is read again when the old one is refused', async () => {
    const tokenFile = join(cluster.folder, 'rotating.token');
    const config = JSON.parse(await readFile(kubeconfig, 'utf8')) as { users: { user: object }[] };
    config.users = config.users.map((user) => ({ ...user, user: { tokenFile: 'rotating.token' } }));
    const path = join(cluster.folder, 'rotating.kubeconfig');
    await writeFile(path, JSON.stringify(config));
    await writeFile(tokenFile, 'expired');
    await using following = await followCluster({ kubeconfig: path });
    const problem = await following.problemOf('services', /401/);
    expect(problem).toContain('needed a token or certificate that the API server accepts');
    await writeFile(tokenFile, `${cluster.users['k8s-bind'].token}\n`);
    await waitFor('the source to be synced', () => following.source.store.synced(), { deadlineMs: 30_000 });
  });
});
